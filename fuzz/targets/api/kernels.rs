//! Kernels with sizes that have nothing to do with their slices, or everything.

use plywood::Lanes;
use plywood::benches::window::{self, Geometry, Start, WindowProducts};
use plywood::benches::{DenseProducts, Forward, InputGradient, KernelGradient, Rows, Sizes, gather, norm};
use plywood::layout::{Axis, Edges};

use crate::input::Input;
use crate::may_panic;

/// The most numbers that are made for one slice.
const MOST: usize = 1 << 12;

pub fn kernel(input: &mut Input<'_>) {
    let Some(lanes) =
        may_panic(|| Lanes::new(if input.below(4) == 0 { input.size() } else { input.below(36) }))
    else {
        return;
    };
    match input.below(4) {
        0 => dense(input, lanes),
        1 => convolution(input, lanes),
        2 => gathering(input, lanes),
        _ => {
            let len = input.below(200);
            let _ = norm(&input.numbers::<f32>(len));
        }
    }
}

/// A slice for so many numbers, or, where they are too many, for what remains of their product when it wraps.
fn slice(input: &mut Input<'_>, sizes: &[usize]) -> Vec<f32> {
    let len = sizes.iter().fold(1_usize, |product, &size| product.wrapping_mul(size));
    let len = if len <= MOST { input.about(len) } else { input.below(64) };
    input.numbers(len)
}

fn dense(input: &mut Input<'_>, lanes: Lanes) {
    let sizes = Sizes { inputs: input.size(), outputs: input.size(), lanes };
    let Sizes { inputs, outputs, .. } = sizes;
    let kernel = slice(input, &[inputs, outputs]);
    let values = slice(input, &[inputs, lanes.stride()]);
    let results = slice(input, &[outputs, lanes.stride()]);
    let bias = input.is().then(|| slice(input, &[outputs]));
    let _ = may_panic(|| {
        let mut output = results.clone();
        f32::forward(Forward {
            kernel: &kernel,
            bias: bias.as_deref(),
            input: &values,
            output: &mut output,
            sizes,
        });
    });
    let _ = may_panic(|| {
        let (mut gradient, mut bias) = (kernel.clone(), bias.clone());
        let (gradient, bias_gradient) = (&mut gradient[..], bias.as_deref_mut());
        f32::kernel_gradient(KernelGradient {
            input: &values,
            delta: &results,
            gradient,
            bias_gradient,
            sizes,
        });
    });
    let _ = may_panic(|| {
        let mut gradient = values.clone();
        f32::input_gradient(InputGradient {
            kernel: &kernel,
            delta: &results,
            gradient: &mut gradient,
            sizes,
        });
    });
}

fn axis(input: &mut Input<'_>) -> Option<Axis> {
    let edges = [Edges::Valid, Edges::Same, Edges::Causal][input.below(3)];
    let size = |input: &mut Input<'_>, bound| {
        if input.below(8) == 0 { input.size() } else { 1 + input.below(bound) }
    };
    let [values, size, stride, dilation] = [size(input, 9), size(input, 4), size(input, 3), size(input, 3)];
    Axis::new(values, size, stride, dilation, edges)
}

fn convolution(input: &mut Input<'_>, lanes: Lanes) {
    let (Some(rows), Some(columns)) = (axis(input), axis(input)) else { return };
    let groups = if input.is() { 1 } else { input.below(4) };
    let size = |input: &mut Input<'_>| {
        if input.below(8) == 0 { input.size() } else { groups.wrapping_mul(1 + input.below(5)) }
    };
    let (channels, filters) = (size(input), size(input));
    let Some(geometry) = may_panic(|| Geometry::new(rows, columns, channels, filters, groups)) else {
        return;
    };
    // Work that takes long teaches nothing.
    if geometry.multiply_adds() > 1 << 16 || geometry.outputs() > MOST || geometry.inputs() > MOST {
        return;
    }
    let kernel = slice(input, &[geometry.weights()]);
    let values = slice(input, &[geometry.inputs(), lanes.stride()]);
    let results = slice(input, &[geometry.outputs(), lanes.stride()]);
    let bias = slice(input, &[filters]);
    let before = slice(input, &[channels]);
    let (which, adds) = (input.below(3), input.is());
    let _ = may_panic(|| {
        let mut output = results.clone();
        let start = [Start::Zero, Start::Bias(&bias), Start::Output][which];
        let (kernel, input, output) = (&kernel[..], &values[..], &mut output[..]);
        f32::convolve(window::Forward { geometry, lanes, kernel, start, input, output });
    });
    let _ = may_panic(|| {
        let (mut gradient, mut bias) = (kernel.clone(), bias.clone());
        let (input, delta, gradient) = (&values[..], &results[..], &mut gradient[..]);
        let bias_gradient = (which > 0).then_some(&mut bias[..]);
        let product = window::KernelGradient { geometry, lanes, input, delta, gradient, bias_gradient, adds };
        f32::convolution_kernel_gradient(product);
    });
    let _ = may_panic(|| {
        let mut gradient = values.clone();
        let (kernel, start) = (&kernel[..], [Start::Zero, Start::Bias(&before), Start::Output][which]);
        let (delta, gradient) = (&results[..], &mut gradient[..]);
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

/// What is gathered is what the source has, or it is refused.
fn gathering(input: &mut Input<'_>, lanes: Lanes) {
    let width = input.size();
    let source = slice(input, &[width, 1 + lanes.samples() % 64]);
    let mut batch = slice(input, &[width, lanes.stride()]);
    let listed: Vec<u32> = (0..lanes.samples().min(64)).map(|_| input.below(40) as u32).collect();
    let rows = if input.is() { Rows::Listed(&listed) } else { Rows::From(input.size()) };
    if may_panic(|| gather(&source, width, rows, lanes, &mut batch)).is_none() || lanes.samples() == 0 {
        return;
    }
    for (feature, values) in batch.chunks(lanes.stride()).enumerate() {
        for (lane, value) in values.iter().enumerate() {
            let sample = lane.min(lanes.samples() - 1);
            let row = match rows {
                Rows::From(first) => first + sample,
                Rows::Listed(rows) => rows[sample] as usize,
            };
            assert_eq!(value.to_bits(), source[row * width + feature].to_bits());
        }
    }
}
