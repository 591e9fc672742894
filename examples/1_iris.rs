//! The six steps, on iris flowers: which of three species is a plant, from four measurements?
//!
//! `cargo run --release --example iris`

use std::time::Instant;

use plywood::prelude::*;

model! {
    /// Tells three irises apart.
    pub struct Iris {
        hidden: Dense<4, 8, relu>,
        Dense<8, 3, softmax>,
    }
}

fn main() -> plywood::Result<()> {
    // 1. Data preparation: shuffled, split with each species in proportion, and scaled by what is known of
    // the training part.
    let (train, test) = datasets::iris().shuffle(5).stratified_split(0.8)?;
    let scaler = StandardScaler::fit(&train);
    let (scaled_train, scaled_test) = (scaler.transform(&train), scaler.transform(&test));
    println!("1. data       {} plants to learn from, {} to test with", train.len(), test.len());

    // 2. Construction.
    let iris = Iris::new(42);
    println!("2. construct  {} parameters", iris.count_params());

    // 3. Compile.
    let loss = SparseCategoricalCrossentropy::default();
    let mut model = iris.compile(Adam::new(0.005), loss, (Accuracy::default(),));
    println!("3. compile    Adam, sparse categorical cross-entropy, accuracy");

    // 4. Fit, with history.
    let start = Instant::now();
    let history = model.fit(&scaled_train, Fit::epochs(50).batch_size(5).validation_data(&scaled_test))?;
    println!("4. fit        {} epochs in {:.1?}", history.epochs().len(), start.elapsed());
    for (epoch, loss) in history.loss().iter().enumerate() {
        if (epoch + 1) % 10 == 0 || epoch == 0 {
            println!("     epoch {:2}   loss {loss:.4}", epoch + 1);
        }
    }
    history.save_svg("history.svg")?;
    println!("     the curves are in history.svg");

    // 5. Evaluate, on plants that it has never seen.
    let scores = model.evaluate(&scaled_test)?;
    println!("5. evaluate   {scores}");

    // 6. Predict.
    println!("6. predict");
    for (&plant, species) in test.samples().iter().zip(test.targets()).step_by(6) {
        let probabilities = model.predict(&scaler.apply(plant));
        let guess = argmax(probabilities);
        println!(
            "     {plant:.1?}   {} ({:.0} %), in truth {}",
            datasets::iris::SPECIES[guess],
            100.0 * probabilities[guess],
            datasets::iris::SPECIES[species],
        );
    }
    Ok(())
}
