//! The three products of a dense layer.

use plywood::benches::{DenseProducts, Forward, InputGradient, KernelGradient, Sizes};
use plywood_benches::Repeat;
use plywood_benches::products::{SAMPLES, WIDTHS, sizes, whole_numbers};

use crate::case::{Case, PLAIN_LOOPS, Work, checked};

/// Makes a product ready, and what is timed beside it.
pub type Prepare = fn(Sizes) -> [Repeat; 2];

pub fn cases() -> Vec<Case> {
    let kernels: [(_, Prepare); 3] = [
        ("forward", |sizes| forward(sizes, f32::forward, plain_forward)),
        ("kernel gradient", |sizes| kernel_gradient(sizes, f32::kernel_gradient, plain_kernel_gradient)),
        ("input gradient", |sizes| input_gradient(sizes, f32::input_gradient, plain_input_gradient)),
    ];
    let sizes = || WIDTHS.iter().flat_map(|&widths| SAMPLES.map(|samples| sizes(widths, samples)));
    let of = |(name, prepare)| sizes().map(move |sizes| case(name, sizes, PLAIN_LOOPS, prepare));
    kernels.into_iter().flat_map(of).collect()
}

/// One of the products for these sizes.
pub fn case(name: &str, sizes: Sizes, beside: &'static str, prepare: Prepare) -> Case {
    let Sizes { inputs, outputs, lanes } = sizes;
    let samples = lanes.samples();
    let flop = Work::Flop(2 * inputs * outputs * samples);
    Case::new(name, format!("{inputs}-{outputs} × {samples}"), flop, beside, move || prepare(sizes))
}

/// Two ways to go forward.
pub fn forward(
    sizes: Sizes,
    kernel: impl Fn(Forward<'_, f32>) + 'static,
    beside: impl Fn(Forward<'_, f32>) + 'static,
) -> [Repeat; 2] {
    let Sizes { inputs, outputs, lanes } = sizes;
    let stride = lanes.stride();
    checked(
        (whole_numbers(inputs * outputs, 0), whole_numbers(outputs, 1), whole_numbers(inputs * stride, 2)),
        &vec![f32::NAN; outputs * stride],
        0.0,
        move |(weights, bias, input), output| {
            kernel(Forward { kernel: weights, bias: Some(bias), input, output, sizes });
        },
        move |(weights, bias, input), output| {
            beside(Forward { kernel: weights, bias: Some(bias), input, output, sizes });
        },
    )
}

/// Two ways to the gradients of kernel and bias, one behind the other.
pub fn kernel_gradient(
    sizes: Sizes,
    kernel: impl Fn(KernelGradient<'_, f32>) + 'static,
    beside: impl Fn(KernelGradient<'_, f32>) + 'static,
) -> [Repeat; 2] {
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
            kernel(KernelGradient { input, delta, gradient, bias_gradient: Some(bias_gradient), sizes });
        },
        move |(input, delta), gradients| {
            let (gradient, bias_gradient) = gradients.split_at_mut(inputs * outputs);
            beside(KernelGradient { input, delta, gradient, bias_gradient: Some(bias_gradient), sizes });
        },
    )
}

/// Two ways to the gradient of the input.
pub fn input_gradient(
    sizes: Sizes,
    kernel: impl Fn(InputGradient<'_, f32>) + 'static,
    beside: impl Fn(InputGradient<'_, f32>) + 'static,
) -> [Repeat; 2] {
    let Sizes { inputs, outputs, lanes } = sizes;
    let stride = lanes.stride();
    checked(
        (whole_numbers(inputs * outputs, 0), whole_numbers(outputs * stride, 1)),
        &vec![f32::NAN; inputs * stride],
        0.0,
        move |(weights, delta), gradient| kernel(InputGradient { kernel: weights, delta, gradient, sizes }),
        move |(weights, delta), gradient| beside(InputGradient { kernel: weights, delta, gradient, sizes }),
    )
}

fn plain_forward(product: Forward<'_, f32>) {
    let Forward { kernel, bias, input, output, sizes: Sizes { outputs, lanes, .. } } = product;
    for (place, output) in output.chunks_exact_mut(lanes.stride()).enumerate() {
        output.fill(bias.map_or(0.0, |bias| bias[place]));
        for (weights, input) in kernel.chunks_exact(outputs).zip(input.chunks_exact(lanes.stride())) {
            output.iter_mut().zip(input).for_each(|(z, x)| *z += weights[place] * x);
        }
    }
}

fn plain_kernel_gradient(product: KernelGradient<'_, f32>) {
    let KernelGradient { input, delta, gradient, bias_gradient, sizes } = product;
    let (samples, stride) = (sizes.lanes.samples(), sizes.lanes.stride());
    for (gradient, delta) in bias_gradient.into_iter().flatten().zip(delta.chunks_exact(stride)) {
        *gradient = delta.iter().sum();
    }
    for (gradient, input) in gradient.chunks_exact_mut(sizes.outputs).zip(input.chunks_exact(stride)) {
        for (gradient, delta) in gradient.iter_mut().zip(delta.chunks_exact(stride)) {
            *gradient = input[..samples].iter().zip(delta).map(|(x, delta)| x * delta).sum();
        }
    }
}

fn plain_input_gradient(product: InputGradient<'_, f32>) {
    let InputGradient { kernel, delta, gradient, sizes: Sizes { outputs, lanes, .. } } = product;
    for (gradient, weights) in gradient.chunks_exact_mut(lanes.stride()).zip(kernel.chunks_exact(outputs)) {
        gradient.fill(0.0);
        for (weight, delta) in weights.iter().zip(delta.chunks_exact(lanes.stride())) {
            gradient.iter_mut().zip(delta).for_each(|(g, delta)| *g += weight * delta);
        }
    }
}
