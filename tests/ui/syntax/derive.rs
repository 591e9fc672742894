//! A derive that the model has anyway
//!
//! A model is `Clone` and `Debug` as it is: delete the derive.

use plywood::prelude::*;

#[allow(unused)]
fn cloned(net: &Net) -> Net {
    net.clone()
}

model! {
    #[derive(Clone, Debug)]
    struct Net {
        Dense<4, 3, softmax>,
    }
}

fn main() {
    println!("{}", Net::new(42).count_params());
}
