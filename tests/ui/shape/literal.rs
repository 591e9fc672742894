//! Two widths that do not meet the one before them
//!
//! Write the number that the message gives, or `_` for it. Each wrong width is one error; the layers behind
//! it are checked against what it says itself.

use plywood::prelude::*;

model! {
    struct Net {
        hidden: Dense<4, 8, relu>,
        Dense<8, 16, relu>,
        Dense<15, 16, relu>,
        Dropout(0.1),
        last: Dense<17, 8, relu>,
        Dense<8, 3, softmax>,
    }
}

fn main() -> plywood::Result<()> {
    let loss = SparseCategoricalCrossentropy::default();
    let mut model = Net::new(42).compile(Adam::new(0.005), loss, (Accuracy::default(),));
    model.fit(&datasets::iris(), Fit::epochs(1))?;
    println!("{} {}", model.hidden().kernel(), model.last().bias());
    Ok(())
}
