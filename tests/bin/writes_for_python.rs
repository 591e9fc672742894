//! Writes the files that `tests/python/check.py` reads into the folder that it is given, and prints what they are to
//! say.

use std::path::PathBuf;

use plywood::callbacks::TensorBoard;
use plywood::prelude::*;

model! { struct Iris { hidden: Dense<4, 8, relu>, BatchNormalization, Dense<8, 3, softmax> } }

fn main() -> plywood::Result<()> {
    let folder = PathBuf::from(std::env::args().nth(1).expect("a folder"));
    let loss = SparseCategoricalCrossentropy::default();
    let mut model = Iris::new(1).compile(Adam::new(0.01), loss, (Accuracy::default(),));
    let board = TensorBoard::new(folder.join("logs")).update_freq(10);
    let fit = Fit::epochs(3).validation_split(0.2).callbacks(board);
    let history = model.fit(&datasets::iris().shuffle(1), fit)?;
    model.save_weights(folder.join("weights.safetensors"))?;
    model.save(folder.join("everything.safetensors"))?;
    for weight in model.weights() {
        let values: Vec<String> = weight.values.iter().map(f32::to_string).collect();
        println!("weight {} {:?} {}", weight.name, weight.shape, values.join(" "));
    }
    for (name, values) in history.iter() {
        let values: Vec<String> = values.iter().map(f64::to_string).collect();
        println!("history {name} {}", values.join(" "));
    }
    println!("batches {}", model.iterations());
    Ok(())
}
