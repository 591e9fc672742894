//! The three products of a dense layer.

use plywood::benches::{DenseProducts, Forward, InputGradient, KernelGradient, Sizes};
use plywood_benches::Repeat;
use plywood_benches::products::{SAMPLES, WIDTHS, sizes, whole_numbers};

use crate::case::{Case, PLAIN_LOOPS, Work, checked};

/// Makes a product ready, and what is timed beside it.
pub type Prepare = fn(Sizes) -> [Repeat; 2];

pub fn cases() -> Vec<Case> {
    let kernels: [(_, Prepare); 3] =
        [("forward", forward), ("kernel gradient", kernel_gradient), ("input gradient", input_gradient)];
    let mut cases = Vec::new();
    for (kernel, prepare) in kernels {
        for (widths, samples) in WIDTHS.iter().flat_map(|&widths| SAMPLES.map(|n| (widths, n))) {
            let sizes = sizes(widths, samples);
            let [inputs, outputs] = widths;
            let flop = Work::Flop(2 * inputs * outputs * samples);
            let size = format!("{inputs}-{outputs} × {samples}");
            cases.push(Case::new(kernel, size, flop, PLAIN_LOOPS, move || prepare(sizes)));
        }
    }
    cases
}

fn forward(sizes: Sizes) -> [Repeat; 2] {
    let Sizes { inputs, outputs, lanes } = sizes;
    let stride = lanes.stride();
    checked(
        (whole_numbers(inputs * outputs, 0), whole_numbers(outputs, 1), whole_numbers(inputs * stride, 2)),
        &vec![f32::NAN; outputs * stride],
        0.0,
        move |(kernel, bias, input), output| {
            f32::forward(Forward { kernel, bias: Some(bias), input, output, sizes });
        },
        move |(kernel, bias, input), output| {
            for (place, output) in output.chunks_exact_mut(stride).enumerate() {
                output.fill(bias[place]);
                for (weights, input) in kernel.chunks_exact(outputs).zip(input.chunks_exact(stride)) {
                    output.iter_mut().zip(input).for_each(|(z, x)| *z += weights[place] * x);
                }
            }
        },
    )
}

/// With that of the bias behind it.
fn kernel_gradient(sizes: Sizes) -> [Repeat; 2] {
    let Sizes { inputs, outputs, lanes } = sizes;
    let (samples, stride) = (lanes.samples(), lanes.stride());
    let mut delta = whole_numbers(outputs * stride, 1);
    delta.chunks_exact_mut(stride).for_each(|delta| delta[samples..].fill(0.0));
    checked(
        (whole_numbers(inputs * stride, 0), delta),
        &vec![f32::NAN; (inputs + 1) * outputs],
        0.0,
        move |(input, delta), gradients| {
            let (gradient, bias_gradient) = gradients.split_at_mut(inputs * outputs);
            let bias_gradient = Some(bias_gradient);
            f32::kernel_gradient(KernelGradient { input, delta, gradient, bias_gradient, sizes });
        },
        move |(input, delta), gradients| {
            let (gradient, bias_gradient) = gradients.split_at_mut(inputs * outputs);
            for (gradient, delta) in bias_gradient.iter_mut().zip(delta.chunks_exact(stride)) {
                *gradient = delta.iter().sum();
            }
            for (gradient, input) in gradient.chunks_exact_mut(outputs).zip(input.chunks_exact(stride)) {
                for (gradient, delta) in gradient.iter_mut().zip(delta.chunks_exact(stride)) {
                    *gradient = input[..samples].iter().zip(delta).map(|(x, delta)| x * delta).sum();
                }
            }
        },
    )
}

fn input_gradient(sizes: Sizes) -> [Repeat; 2] {
    let Sizes { inputs, outputs, lanes } = sizes;
    let stride = lanes.stride();
    checked(
        (whole_numbers(inputs * outputs, 0), whole_numbers(outputs * stride, 1)),
        &vec![f32::NAN; inputs * stride],
        0.0,
        move |(kernel, delta), gradient| {
            f32::input_gradient(InputGradient { kernel, delta, gradient, sizes });
        },
        move |(kernel, delta), gradient| {
            for (gradient, weights) in gradient.chunks_exact_mut(stride).zip(kernel.chunks_exact(outputs)) {
                gradient.fill(0.0);
                for (weight, delta) in weights.iter().zip(delta.chunks_exact(stride)) {
                    gradient.iter_mut().zip(delta).for_each(|(g, delta)| *g += weight * delta);
                }
            }
        },
    )
}
