//! The products of dense layers that are compared.

use plywood::Lanes;
use plywood::benches::Sizes;

/// Inputs and outputs of the layers.
pub const WIDTHS: [[usize; 2]; 9] =
    [[4, 8], [8, 3], [32, 64], [64, 64], [64, 1], [128, 10], [784, 128], [784, 512], [512, 512]];

/// How many samples there are in a batch.
pub const SAMPLES: [usize; 6] = [1, 5, 32, 64, 128, 1024];

/// A layer of these widths, with a batch of so many samples.
pub const fn sizes([inputs, outputs]: [usize; 2], samples: usize) -> Sizes {
    Sizes { inputs, outputs, lanes: Lanes::new(samples) }
}

/// Small whole numbers: products and sums of them are exact, in whatever order they are computed.
pub fn whole_numbers(len: usize, first: usize) -> Vec<f32> {
    (0..len).map(|place| ((place + first) * 37 % 9) as f32 - 4.0).collect()
}
