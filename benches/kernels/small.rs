//! The products of a dense layer by kernels that are compiled for its sizes, beside those that all layers share. They show
//! up to where the former are worth while: see `MOST_WEIGHTS` in `runtime/src/kernels/small.rs`.

use plywood::benches::{DenseProducts, Forward, InputGradient, KernelGradient, Sizes, Small, Vectorized};
use plywood_benches::Repeat;
use plywood_benches::products::{sizes, whole_numbers};

use crate::case::{Case, Work, checked};
use crate::dense::Prepare;

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
        ("small forward", forward::<IN, OUT>),
        ("small kernel gradient", kernel_gradient::<IN, OUT>),
        ("small input gradient", input_gradient::<IN, OUT>),
    ];
    let mut cases = Vec::new();
    for (kernel, prepare) in kernels {
        for samples in [1, 5] {
            let work = Work::Flop(2 * IN * OUT * samples);
            let sizes = sizes([IN, OUT], samples);
            let size = format!("{IN}-{OUT} × {samples}");
            cases.push(Case::new(kernel, size, work, "shared kernels", move || prepare(sizes)));
        }
    }
    cases
}

fn forward<const IN: usize, const OUT: usize>(sizes: Sizes) -> [Repeat; 2] {
    let stride = sizes.lanes.stride();
    checked(
        (whole_numbers(IN * OUT, 0), whole_numbers(OUT, 1), whole_numbers(IN * stride, 2)),
        &vec![f32::NAN; OUT * stride],
        0.0,
        move |(kernel, bias, input), output| {
            f32::with_simd(Small::<_, IN, OUT>(Forward { kernel, bias: Some(bias), input, output, sizes }));
        },
        move |(kernel, bias, input), output| {
            f32::forward(Forward { kernel, bias: Some(bias), input, output, sizes });
        },
    )
}

fn kernel_gradient<const IN: usize, const OUT: usize>(sizes: Sizes) -> [Repeat; 2] {
    let (samples, stride) = (sizes.lanes.samples(), sizes.lanes.stride());
    let mut delta = whole_numbers(OUT * stride, 1);
    delta.chunks_exact_mut(stride).for_each(|delta| delta[samples..].fill(0.0));
    checked(
        (whole_numbers(IN * stride, 0), delta),
        &vec![f32::NAN; (IN + 1) * OUT],
        0.0,
        move |(input, delta), gradients| {
            let (gradient, bias_gradient) = gradients.split_at_mut(IN * OUT);
            let bias_gradient = Some(bias_gradient);
            let product = KernelGradient { input, delta, gradient, bias_gradient, sizes };
            f32::with_simd(Small::<_, IN, OUT>(product));
        },
        move |(input, delta), gradients| {
            let (gradient, bias_gradient) = gradients.split_at_mut(IN * OUT);
            let bias_gradient = Some(bias_gradient);
            f32::kernel_gradient(KernelGradient { input, delta, gradient, bias_gradient, sizes });
        },
    )
}

fn input_gradient<const IN: usize, const OUT: usize>(sizes: Sizes) -> [Repeat; 2] {
    let stride = sizes.lanes.stride();
    checked(
        (whole_numbers(IN * OUT, 0), whole_numbers(OUT * stride, 1)),
        &vec![f32::NAN; IN * stride],
        0.0,
        move |(kernel, delta), gradient| {
            f32::with_simd(Small::<_, IN, OUT>(InputGradient { kernel, delta, gradient, sizes }));
        },
        move |(kernel, delta), gradient| {
            f32::input_gradient(InputGradient { kernel, delta, gradient, sizes });
        },
    )
}
