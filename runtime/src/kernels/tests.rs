use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::kernels::dense::DenseProducts;
use crate::kernels::gather::{Rows, gather};
use crate::kernels::window::{Geometry, Start, WindowProducts};
use crate::kernels::{dense, window};
use crate::layout::{Axis, Edges, Lanes};

const HALF: usize = 1 << (usize::BITS / 2);

/// Sizes whose products wrap to the lengths of the slices, for every kernel with `unsafe` that takes sizes.
#[test]
fn kernels_refuse_sizes_that_wrap() {
    let lanes = Lanes::new(8);
    // 8 modulo 2 to the number of bits, three times and eight times.
    let (thrice, eightfold) = (usize::MAX / 3 + 3, usize::MAX / 8 + 2);
    let (one, eight) = ([1.0_f32; 1], [1.0_f32; 8]);
    let refused = |what: &str, call: &dyn Fn()| {
        assert!(catch_unwind(AssertUnwindSafe(call)).is_err(), "{what}");
    };
    for (inputs, outputs, lanes) in [
        (3, 1, Lanes::new(thrice)),
        (1, 3, Lanes::new(thrice)),
        (HALF, HALF, lanes),
        (eightfold, 1, lanes),
        (1, eightfold, lanes),
    ] {
        let sizes = dense::Sizes { inputs, outputs, lanes };
        let wrapped = |sizes: [usize; 2]| vec![1.0_f32; sizes[0].wrapping_mul(sizes[1]).min(64)];
        let kernel = &wrapped([inputs, outputs])[..];
        let input = &wrapped([inputs, lanes.stride()])[..];
        let delta = &wrapped([outputs, lanes.stride()])[..];
        refused("forward", &|| {
            f32::forward(dense::Forward { kernel, bias: None, input, output: &mut delta.to_vec(), sizes });
        });
        refused("kernel gradient", &|| {
            let gradient = &mut kernel.to_vec();
            f32::kernel_gradient(dense::KernelGradient {
                input,
                delta,
                gradient,
                bias_gradient: None,
                sizes,
            });
        });
        refused("input gradient", &|| {
            f32::input_gradient(dense::InputGradient { kernel, delta, gradient: &mut input.to_vec(), sizes });
        });
    }
    refused("gather", &|| gather(&[0.5_f32; 64], 8, Rows::From(0), Lanes::new(1 << 20), &mut []));
    refused("gather", &|| gather(&eight, eightfold, Rows::From(0), lanes, &mut eight.to_vec()));
    refused("gather", &|| gather(&eight, 8, Rows::From(usize::MAX / 8 + 1), lanes, &mut [0.0; 64]));
    let alone = |values| Axis::new(values, 1, 1, 1, Edges::Valid).unwrap();
    refused("geometry", &|| {
        let _ = Geometry::new(alone(HALF), alone(HALF), HALF, 1, 1);
    });
    let geometry = Geometry::new(alone(1), alone(3), 1, 1, 1);
    let (lanes, kernel) = (Lanes::new(thrice), &one[..]);
    refused("convolution", &|| {
        let (start, output) = (Start::Zero, &mut eight.to_vec()[..]);
        f32::convolve(window::Forward { geometry, lanes, kernel, start, input: &eight, output });
    });
    refused("kernel gradient", &|| {
        let (input, delta, gradient) = (&eight[..], &eight[..], &mut [0.0; 1][..]);
        f32::convolution_kernel_gradient(window::KernelGradient {
            geometry,
            lanes,
            input,
            delta,
            gradient,
            bias_gradient: None,
            adds: false,
        });
    });
    refused("input gradient", &|| {
        let (start, delta, gradient) = (Start::Zero, &eight[..], &mut eight.to_vec()[..]);
        f32::convolution_input_gradient(window::InputGradient {
            geometry,
            lanes,
            kernel,
            start,
            delta,
            gradient,
        });
    });
}
