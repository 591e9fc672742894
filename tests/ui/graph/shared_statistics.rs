//! Moving statistics that are shared
//!
//! `LayerNormalization` has none; or write the layer twice.

use plywood::prelude::*;

model! {
    struct Net(x: Features<4>) -> y {
        a = x => norm: BatchNormalization;
        b = a => Dense<4>, norm;
        y = b => Dense<1>;
    }
}

fn main() {
    let _ = Net::new(42);
}
