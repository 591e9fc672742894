//! Iris, through the six steps, without an operating system.

#![no_std]

extern crate alloc;

use alloc::string::String;

use plywood::datasets::iris::SPECIES;
use plywood::prelude::*;

model! { struct Iris { hidden: Dense<4, 8, relu>, Dense<8, 3, softmax> } }

/// The species that a trained model sees in each flower that it was not trained with, a line each, after whether the
/// loss has fallen.
///
/// # Errors
/// Those of `fit`.
pub fn species() -> plywood::Result<String> {
    let (train, test) = datasets::iris().shuffle(5).stratified_split(0.8)?;
    let scaler = StandardScaler::fit(&train);
    let (train, test) = (scaler.transform(&train), scaler.transform(&test));
    let loss = SparseCategoricalCrossentropy::default();
    let mut model = Iris::new(42).compile(Adam::new(0.01), loss, (Accuracy::default(),));
    let before = model.evaluate(&test)?.loss();
    let history = model.fit(&train, Fit::epochs(20).batch_size(5).validation_data(&test))?;
    model.train_on_batch(&train)?;
    let after = model.evaluate(&test)?.loss();
    let fell = after < before && history.loss().is_sorted_by(|before, after| after < &(before + 0.05));
    let mut lines = String::from(if fell { "the loss fell\n" } else { "the loss did not fall\n" });
    for probabilities in model.predict(&test) {
        lines.push_str(SPECIES[argmax(probabilities)]);
        lines.push('\n');
    }
    Ok(lines)
}
