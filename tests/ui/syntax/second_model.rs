//! Two models in one `model!`
//!
//! Write a `model!` for each.

use plywood::prelude::*;

model! {
    struct Net { Dense<4, 3, softmax> }
    struct Other { Dense<4, 3, softmax> }
}

fn main() {
    println!("{}", Net::new(42).count_params());
}
