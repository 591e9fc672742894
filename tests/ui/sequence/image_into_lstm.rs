//! A recurrent layer on an image
//!
//! A recurrent layer goes along one axis, that of time: make a sequence of the image's rows, for example,
//! with `Reshape`.

use plywood::prelude::*;

model! {
    struct Net {
        Input<28, 28, 1>,
        LSTM<32>,
        Dense<_, 10, softmax>,
    }
}

fn main() {
    println!("{}", Net::new(42).count_params());
}
