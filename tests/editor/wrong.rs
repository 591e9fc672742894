//! A program with mistakes. Comments that begin with `^` say what the editor reports above them, and nothing
//! else may be reported. What is said of `Den` is rust-analyzer's own; cargo adds that there is no such type.

use plywood::prelude::*;

model! {
    pub struct Net {
        hidden: Dense<4, 8, relu>,
        Dropout(1.5),
        //      ^ error: `1.5` is not a rate: a rate is a number from 0 to 1
        last: Dense<7, relu>(units = 7),
        //                   ^ error: `Dense` has no option `units`
        Dense<8, 3, "softmax">,
        //    ^ error: layer 4 takes 8 values, but layer 3 (`last`) gives 7
        //          ^ error: an activation is written without quotes
        new: Dense<_, 0>,
        // ^ error: a layer cannot be called `new`: the model has a method of this name
        //            ^ error: a size is at least 1
        Den,
        // ^ completion: Dense
        //^ error: expected 1 argument, found 0
        Dense<_, 3, softmax>,
    }
}

fn main() -> plywood::Result<()> {
    let loss = SparseCategoricalCrossentropy::default();
    let mut model = Net::new(42).compile(Adam::new(0.005), loss, ());
    model.fit(&datasets::iris(), Fit::epochs(50))?;
    println!("{} {}", model.hidden().kernel(), model.last().kernel());
    //                      ^ completion: hidden
    let small = model![Dense<4, 8, relu>, Dense<9, 3>];
    //                                          ^ error: layer 2 takes 9 values, but layer 1 gives 8
    println!("{:?}", small.predict(&[5.1, 3.5, 1.4, 0.2]));
    Ok(())
}
