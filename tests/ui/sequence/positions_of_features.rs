//! Positions where there are no steps
//!
//! Values side by side have no positions. `PositionEmbedding` stands where a sequence flows in: behind an `Embedding`,
//! or at the input.

use plywood::prelude::*;

model! {
    struct Net {
        Dense<16, 8, relu>,
        PositionEmbedding,
        Dense<2>,
    }
}

fn main() {
    println!("{}", Net::new(42).count_params());
}
