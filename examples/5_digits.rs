//! Images: which digit did somebody write? With a network of layers that need no sizes, and dropout.
//!
//! `cargo run --release --example digits`

use plywood::prelude::*;

model! {
    /// Reads a digit of 8 × 8 pixels.
    struct Digits {
        Input<8, 8, 1>,
        Flatten,
        Dense<_, 128, relu>,
        Dropout(0.3),
        Dense<_, 10, softmax>,
    }
}

fn main() -> plywood::Result<()> {
    let (train, test) = datasets::digits().shuffle(3).stratified_split(0.8)?;
    let scaler = MinMaxScaler::fit(&train);
    let (train, test) = (scaler.transform(&train), scaler.transform(&test));

    let loss = SparseCategoricalCrossentropy::default();
    let mut model = Digits::new(3).compile(Adam::new(0.002), loss, (Accuracy::default(),));
    model.fit(&train, Fit::epochs(30).batch_size(32))?;
    println!("on {} digits that it has never seen: {}", test.len(), model.evaluate(&test)?);

    let image = &test.samples()[0];
    for row in image {
        let ink = row.map(|[pixel]| [' ', '.', ':', 'o', '#', '@'][(pixel * 5.0).clamp(0.0, 5.0) as usize]);
        println!("    {}", ink.map(|dot| format!("{dot}{dot}")).concat());
    }
    println!("this is a {}", argmax(model.predict(image)));
    Ok(())
}
