//! Saves a model with a history of so many epochs to the file that is named, again and again, until it is killed.

use plywood::prelude::*;

model! { struct Net { Dense<4, 3, softmax> } }

fn main() -> plywood::Result<()> {
    let [file, epochs] = [1, 2].map(|n| std::env::args().nth(n).expect("a file and a number of epochs"));
    let loss = SparseCategoricalCrossentropy::default();
    let mut model = Net::new(42).compile(Adam::new(0.01), loss, ());
    let epochs = epochs.parse().expect("a number of epochs");
    model.fit(&datasets::iris(), Fit::epochs(epochs).batch_size(150))?;
    loop {
        model.save(&file)?;
    }
}
