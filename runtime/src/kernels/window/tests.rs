//! The three products against sums of single numbers.

use super::{Forward, Geometry, InputGradient, KernelGradient, Start, WindowProducts};
use crate::layout::{Axis, Edges, Lanes};
use crate::math::Number;
use crate::simd::testing::with_all_instructions;

/// The places of a window that lie on values, with the weights that they meet: `(y, x, i, j, input row, input column)`.
fn places(geometry: &Geometry) -> Vec<[usize; 6]> {
    let Geometry { rows, columns, .. } = *geometry;
    let mut places = Vec::new();
    for (y, x) in (0..rows.output).flat_map(|y| (0..columns.output).map(move |x| (y, x))) {
        for (i, j) in (0..rows.size).flat_map(|i| (0..columns.size).map(move |j| (i, j))) {
            let value = |axis: Axis, window: usize, place: usize| {
                (window * axis.stride + place * axis.dilation)
                    .checked_sub(axis.before)
                    .filter(|&value| value < axis.input)
            };
            if let (Some(v), Some(u)) = (value(rows, y, i), value(columns, x, j)) {
                places.push([y, x, i, j, v, u]);
            }
        }
    }
    places
}

fn waves<T: Number>(len: usize, first: usize) -> Vec<T> {
    (first..first + len).map(|n| T::nearest(((n * 37 + 11) % 101) as f64 / 50.0 - 1.0)).collect()
}

fn check<T: Number + WindowProducts>(geometry: Geometry, samples: usize, tolerance: f64) {
    let lanes = Lanes::new(samples);
    let stride = lanes.stride();
    let (depth, width) = (geometry.channels / geometry.groups, geometry.filters / geometry.groups);
    let kernel: Vec<T> = waves(geometry.weights(), 0);
    let bias: Vec<T> = waves(geometry.filters, 1000);
    let input: Vec<T> = waves(geometry.inputs() * stride, 2000);
    let mut delta: Vec<T> = waves(geometry.outputs() * stride, 3000);
    for lanes in delta.chunks_mut(stride) {
        lanes[samples..].fill(T::zero());
    }
    let mut expected = vec![0.0; geometry.outputs() * stride];
    for (place, lanes) in expected.chunks_mut(stride).enumerate() {
        lanes.fill(bias[place % geometry.filters].widened());
    }
    let mut expected_gradient = vec![0.0; geometry.inputs() * stride];
    let mut expected_weights = vec![0.0; geometry.weights()];
    for [y, x, i, j, v, u] in places(&geometry) {
        for filter in 0..geometry.filters {
            for c in 0..depth {
                let channel = filter / width * depth + c;
                let weight = ((i * geometry.columns.size + j) * depth + c) * geometry.filters + filter;
                let value = (v * geometry.columns.input + u) * geometry.channels + channel;
                let place = (y * geometry.columns.output + x) * geometry.filters + filter;
                for lane in 0..stride {
                    let (value, place) = (value * stride + lane, place * stride + lane);
                    expected[place] += kernel[weight].widened() * input[value].widened();
                    expected_gradient[value] += kernel[weight].widened() * delta[place].widened();
                    expected_weights[weight] += input[value].widened() * delta[place].widened();
                }
            }
        }
    }
    let close = |what: &str, found: &[T], expected: &[f64]| {
        for (n, (found, expected)) in found.iter().zip(expected).enumerate() {
            let error = (found.widened() - expected).abs();
            assert!(error < tolerance, "{what}[{n}]: {found} {expected} for {geometry:?}, {samples} samples");
        }
    };
    let nan = T::nearest(f64::NAN);

    let mut output = vec![nan; expected.len()];
    let start = Start::Bias(&bias);
    T::convolve(Forward { geometry, lanes, kernel: &kernel, start, input: &input, output: &mut output });
    close("output", &output, &expected);
    let start = Start::Output;
    T::convolve(Forward { geometry, lanes, kernel: &kernel, start, input: &input, output: &mut output });
    let twice: Vec<f64> = expected
        .iter()
        .enumerate()
        .map(|(n, sum)| 2.0 * sum - bias[n / stride % geometry.filters].widened())
        .collect();
    close("output, added", &output, &twice);

    let (mut gradient, mut bias_gradient) = (vec![nan; kernel.len()], vec![nan; geometry.filters]);
    T::convolution_kernel_gradient(KernelGradient {
        geometry,
        lanes,
        input: &input,
        delta: &delta,
        gradient: &mut gradient,
        bias_gradient: Some(&mut bias_gradient),
        adds: false,
    });
    close("kernel gradient", &gradient, &expected_weights);
    let mut sums = vec![0.0; geometry.filters];
    for (place, lanes) in delta.chunks(stride).enumerate() {
        sums[place % geometry.filters] += lanes.iter().map(|delta| delta.widened()).sum::<f64>();
    }
    close("bias gradient", &bias_gradient, &sums);
    T::convolution_kernel_gradient(KernelGradient {
        geometry,
        lanes,
        input: &input,
        delta: &delta,
        gradient: &mut gradient,
        bias_gradient: None,
        adds: true,
    });
    let twice: Vec<f64> = expected_weights.iter().map(|sum| 2.0 * sum).collect();
    close("kernel gradient, added", &gradient, &twice);

    let mut gradient = vec![nan; expected_gradient.len()];
    T::convolution_input_gradient(InputGradient {
        geometry,
        lanes,
        kernel: &kernel,
        start: Start::Zero,
        delta: &delta,
        gradient: &mut gradient,
    });
    close("input gradient", &gradient, &expected_gradient);
    T::convolution_input_gradient(InputGradient {
        geometry,
        lanes,
        kernel: &kernel,
        start: Start::Output,
        delta: &delta,
        gradient: &mut gradient,
    });
    let twice: Vec<f64> = expected_gradient.iter().map(|sum| 2.0 * sum).collect();
    close("input gradient, added", &gradient, &twice);
}

fn both(geometry: Geometry, samples: &[usize]) {
    for &samples in samples {
        check::<f64>(geometry, samples, 1e-11);
        check::<f32>(geometry, samples, 2e-3);
    }
}

fn axis(input: usize, size: usize, stride: usize, dilation: usize, edges: Edges) -> Axis {
    Axis::new(input, size, stride, dilation, edges).unwrap()
}

#[test]
fn convolutions_equal_the_reference() {
    with_all_instructions(|| {
        // Miri is slow, and sees in a few sizes what it can see.
        let samples: &[usize] = if cfg!(miri) { &[1, 2] } else { &[1, 3, 9, 64] };
        let steps: &[(usize, usize)] = if cfg!(miri) { &[(2, 1)] } else { &[(1, 1), (2, 1), (3, 1), (1, 2)] };
        let depths: &[(usize, usize, usize)] =
            if cfg!(miri) { &[(4, 6, 2)] } else { &[(1, 1, 1), (2, 9, 1), (4, 6, 2), (3, 3, 3), (2, 17, 1)] };
        for &(stride, dilation) in steps {
            let all = [Edges::Same, Edges::Valid, Edges::Causal];
            for &edges in if cfg!(miri) { &all[..1] } else { &all } {
                let (rows, columns) =
                    (axis(6, 3, stride, dilation, edges), axis(5, 2, stride, dilation, edges));
                for &(channels, filters, groups) in depths {
                    both(Geometry::new(rows, columns, channels, filters, groups), samples);
                }
            }
        }
    });
}

#[test]
fn so_do_those_of_other_sizes() {
    with_all_instructions(|| {
        let one = axis(1, 1, 1, 1, Edges::Valid);
        // Sequences have one row, and a dense layer on each step is a window of one place.
        both(Geometry::new(one, axis(4, 1, 1, 1, Edges::Valid), 3, 5, 1), &[1, 2]);
        let filters = if cfg!(miri) { 17 } else { 40 };
        both(Geometry::new(one, axis(2, 5, 1, 1, Edges::Same), 2, filters, 1), &[1, 8]);
        // Windows with stride and dilation at once, and more samples than fit into a panel.
        both(Geometry::new(one, axis(9, 3, 2, 3, Edges::Same), 2, 2, 1), &[2]);
        if !cfg!(miri) {
            both(Geometry::new(one, axis(3, 2, 1, 1, Edges::Valid), 2, 3, 1), &[300]);
        }
    });
}

#[test]
#[should_panic(expected = "a convolution has channels and filters")]
fn nothing_is_not_gone_through_in_windows_without_number() {
    let many = Axis::alone(1 << 24);
    let _ = Geometry::new(many, many, 0, 0, 1);
}
