//! The products of a dense layer by kernels that are compiled for its sizes, beside those that all layers share. They show
//! up to where the former are worth while: see `MOST_WEIGHTS` in `runtime/src/kernels/small.rs`.

use plywood::benches::{DenseProducts, Small, Vectorized};
use plywood_benches::products::sizes;

use crate::case::Case;
use crate::dense::{Prepare, case, forward, input_gradient, kernel_gradient};

pub fn cases() -> Vec<Case> {
    [
        of_layer::<4, 8>(),
        of_layer::<8, 3>(),
        of_layer::<8, 8>(),
        of_layer::<8, 12>(),
        of_layer::<4, 16>(),
        of_layer::<8, 16>(),
        of_layer::<16, 8>(),
        of_layer::<32, 1>(),
        of_layer::<32, 2>(),
        of_layer::<64, 1>(),
        of_layer::<128, 1>(),
        of_layer::<16, 16>(),
        of_layer::<32, 8>(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn of_layer<const IN: usize, const OUT: usize>() -> Vec<Case> {
    let kernels: [(_, Prepare); 3] = [
        ("small forward", |sizes| {
            forward(sizes, |product| f32::run(Small::<_, IN, OUT>(product)), f32::forward)
        }),
        ("small kernel gradient", |sizes| {
            kernel_gradient(sizes, |product| f32::run(Small::<_, IN, OUT>(product)), f32::kernel_gradient)
        }),
        ("small input gradient", |sizes| {
            input_gradient(sizes, |product| f32::run(Small::<_, IN, OUT>(product)), f32::input_gradient)
        }),
    ];
    let sizes = || [1, 5].map(|samples| sizes([IN, OUT], samples)).into_iter();
    let of = |(name, prepare)| sizes().map(move |sizes| case(name, sizes, "shared kernels", prepare));
    kernels.into_iter().flat_map(of).collect()
}
