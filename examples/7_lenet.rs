//! Convolutions: LeNet-5 reads handwritten digits.
//!
//! `cargo run --release --example lenet`

use std::time::Instant;

use plywood::prelude::*;

model! {
    /// LeNet-5 of 1998, with the activations, the pooling and the dropout of later years.
    struct LeNet {
        Input<8, 8, 1>,
        // LeNet-5 takes 32 × 32 pixels; these digits have 8 × 8.
        UpSampling2D<4>,
        Conv2D<6, 5, relu>,
        MaxPooling2D<2>,
        Dropout(0.1),
        Conv2D<16, 5, relu>,
        MaxPooling2D<2>,
        Flatten,
        Dropout(0.5),
        Dense<120, relu>,
        Dropout(0.3),
        Dense<84, relu>,
        Dense<10, softmax>,
    }
}

fn main() -> plywood::Result<()> {
    let (train, test) = datasets::digits().shuffle(1).stratified_split(0.8)?;
    let scaler = MinMaxScaler::fit(&train);
    let (train, test) = (scaler.transform(&train), scaler.transform(&test));

    const EPOCHS: usize = 60;
    let steps = EPOCHS * train.len().div_ceil(32);
    let loss = SparseCategoricalCrossentropy::default();
    let optimizer = Adam::new(CosineDecay::new(0.002, steps));
    let mut model = LeNet::new(1).compile(optimizer, loss, (Accuracy::default(),));
    println!("{} weights learn from {} digits", model.count_params(), train.len());

    let start = Instant::now();
    let history = model.fit(&train, Fit::epochs(EPOCHS).batch_size(32))?;
    for (epoch, loss) in history.points("loss").step_by(10) {
        println!("epoch {epoch:2}: loss {loss:.4}");
    }
    println!("{EPOCHS} epochs in {:.1?}", start.elapsed());
    println!("on {} digits that it has never seen: {}", test.len(), model.evaluate(&test)?);

    let wrong = test.samples().iter().zip(test.targets()).find_map(|(image, digit)| {
        let read = argmax(model.predict(image));
        (read != digit).then_some((image, digit, read))
    });
    if let Some((image, digit, read)) = wrong {
        println!("one that it gets wrong, a {digit} read as {read}:");
        for row in image {
            let ink =
                row.map(|[pixel]| [' ', '.', ':', 'o', '#', '@'][(pixel * 5.0).clamp(0.0, 5.0) as usize]);
            println!("    {}", ink.map(|dot| format!("{dot}{dot}")).concat());
        }
    }
    Ok(())
}
