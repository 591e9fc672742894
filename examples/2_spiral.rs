//! What layers are for: two spirals, one inside of the other, that no straight line keeps apart. And a look at how a network does.
//!
//! `cargo run --release --example spiral`

use plywood::pictures::DecisionBoundary;
use plywood::prelude::*;

model! {
    /// Says how likely a point is on the second spiral.
    struct Spiral {
        Dense<2, 32, relu>,
        Dense<32, 32, relu>,
        Dense<32, 1, sigmoid>,
    }
}

/// The points of both spirals: the second one is the first, turned by half a circle.
fn points() -> plywood::Result<Dataset<Features<2>, Features<1>>> {
    let of = |side: usize| {
        (0..97).map(move |n| {
            let (radius, angle) = (1.0 - n as f32 / 100.0, n as f32 / 28.0 * std::f32::consts::PI);
            let turned = angle + side as f32 * std::f32::consts::PI;
            ([radius * turned.sin(), radius * turned.cos()], [side as f32])
        })
    };
    let (samples, targets): (Vec<_>, Vec<_>) = of(0).chain(of(1)).unzip();
    Dataset::new(samples, targets)
}

fn main() -> plywood::Result<()> {
    let data = points()?;
    let metrics = (Accuracy::default(),);
    let mut model = Spiral::new(1).compile(Adam::new(0.01), BinaryCrossentropy::default(), metrics);
    println!("{}", model.summary());

    let history = model.fit(&data, Fit::epochs(600).batch_size(16))?;
    println!(
        "after the first epoch, the loss was {:.4}; in the end: {}",
        history.loss()[0],
        model.evaluate(&data)?
    );

    let picture =
        DecisionBoundary::of(&*model, &data).axes(["x", "y"]).class_names(["first", "second"]).picture();
    picture.save_svg("spiral.svg")?;
    println!("what the model says of every place is in spiral.svg");
    Ok(())
}
