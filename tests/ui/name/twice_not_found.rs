//! Names that nobody has
//!
//! The compiler says which types it does not find; what `model!` says besides follows from that. Keras' layers `ReLU`, `ELU` and
//! `LeakyReLU` are activations here: `Conv1D<4, 3, relu>`, or `Activation<relu>` where they stand alone.

use plywood::prelude::*;

model! {
    struct Net {
        Input<8, 1>,
        ReLU,
        Conv1D<4, 3>,
        ReLU,
        MaxPooling1D<2>,
        Flatten,
        Dense<2>,
    }
}

fn main() {
    println!("{}", Net::new(42).count_params());
}
