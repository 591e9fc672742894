//! Trains with a backup in the folder that is named, and writes down there what the model is in the end.

use std::path::Path;

use plywood::callbacks::BackupAndRestore;
use plywood::prelude::*;

model! { struct Net { Dense<4, 8, tanh>, BatchNormalization, Dropout(0.3), Dense<_, 3, softmax> } }

fn main() -> plywood::Result<()> {
    let folder = std::env::args().nth(1).expect("the folder");
    let file = |name: &str| Path::new(&folder).join(name);
    let data = datasets::iris();
    let mut model = Net::new(42).compile(
        Adam::new(0.01).use_ema(true),
        SparseCategoricalCrossentropy::default(),
        (Accuracy::default(),),
    );
    let callbacks = (
        ReduceLROnPlateau::new().monitor("loss").patience(2).factor(0.9),
        BackupAndRestore::new(file("backup")).save_freq(2),
    );
    model.fit(&data, Fit::epochs(20).batch_size(16).callbacks(callbacks))?;
    model.save(file("done"))
}
