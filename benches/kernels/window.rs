//! The three products of convolutions, and of recurrent layers, which use the same kernels.

use plywood::Lanes;
use plywood::benches::window::{Forward, Geometry, InputGradient, KernelGradient, Start, WindowProducts};
use plywood::layout::{Axis, Edges};
use plywood_benches::Repeat;
use plywood_benches::products::whole_numbers;

use crate::case::{Case, PLAIN_LOOPS, Work, checked};

const SAMPLES: [usize; 2] = [32, 128];

/// Makes a product ready, and plain loops beside it.
type Prepare = fn(Geometry, Lanes) -> [Repeat; 2];

pub fn cases() -> Vec<Case> {
    let layers = [
        ("28² × 1 → 24² × 6", images(28, 1, 6)),
        ("12² × 6 → 8² × 16", images(12, 6, 16)),
        ("32 steps, 16 → 128", steps(32, 16, 128)),
        ("a step, 32 → 128", steps(1, 32, 128)),
    ];
    let kernels: [(_, Prepare); 3] = [
        ("window forward", forward),
        ("window kernel grad.", kernel_gradient),
        ("window input grad.", input_gradient),
    ];
    let mut cases = Vec::new();
    for (name, prepare) in kernels {
        for (layer, geometry) in layers {
            for samples in SAMPLES {
                let flop = Work::Flop(2 * samples * terms(geometry).count());
                let prepare = move || prepare(geometry, Lanes::new(samples));
                cases.push(Case::new(name, format!("{layer}, {samples}"), flop, PLAIN_LOOPS, prepare));
            }
        }
    }
    cases
}

/// Windows of 5 × 5 on square images.
fn images(size: usize, channels: usize, filters: usize) -> Geometry {
    let axis = axis(size, 5);
    Geometry::new(axis, axis, channels, filters, 1)
}

/// The same weights at each of some steps.
fn steps(steps: usize, channels: usize, filters: usize) -> Geometry {
    Geometry::new(axis(1, 1), axis(steps, 1), channels, filters, 1)
}

fn axis(input: usize, size: usize) -> Axis {
    Axis::new(input, size, 1, 1, Edges::Valid).expect("the window fits")
}

/// A product of a weight and a value, and where it is added.
struct Term {
    weight: usize,
    value: usize,
    output: usize,
}

/// All products for a sample.
fn terms(geometry: Geometry) -> impl Iterator<Item = Term> {
    let (rows, columns) = (geometry.rows(), geometry.columns());
    let (channels, filters) = (geometry.channels(), geometry.filters());
    let places = (0..rows.output()).flat_map(move |y| (0..columns.output()).map(move |x| (y, x)));
    let pairs = places.flat_map(move |(y, x)| {
        (0..rows.size()).flat_map(move |i| (0..columns.size()).map(move |j| (y, x, i, j)))
    });
    pairs.flat_map(move |(y, x, i, j)| {
        (0..channels * filters).map(move |n| Term {
            weight: (i * columns.size() + j) * channels * filters + n,
            value: ((y + i) * columns.input() + x + j) * channels + n / filters,
            output: (y * columns.output() + x) * filters + n % filters,
        })
    })
}

fn forward(geometry: Geometry, lanes: Lanes) -> [Repeat; 2] {
    let stride = lanes.stride();
    checked(
        (whole_numbers(geometry.weights(), 0), whole_numbers(geometry.inputs() * stride, 2)),
        &vec![f32::NAN; geometry.outputs() * stride],
        0.0,
        move |(kernel, input), output| {
            f32::convolve(Forward { geometry, lanes, kernel, start: Start::Zero, input, output });
        },
        move |(kernel, input), output| {
            output.fill(0.0);
            for Term { weight, value, output: place } in terms(geometry) {
                let (output, input) = (&mut output[place * stride..][..stride], &input[value * stride..]);
                output.iter_mut().zip(input).for_each(|(z, x)| *z += kernel[weight] * x);
            }
        },
    )
}

fn kernel_gradient(geometry: Geometry, lanes: Lanes) -> [Repeat; 2] {
    let stride = lanes.stride();
    checked(
        (whole_numbers(geometry.inputs() * stride, 0), whole_numbers(geometry.outputs() * stride, 1)),
        &vec![f32::NAN; geometry.weights()],
        0.0,
        move |(input, delta), gradient| {
            f32::convolution_kernel_gradient(KernelGradient {
                geometry,
                lanes,
                input,
                delta,
                gradient,
                bias_gradient: None,
                adds: false,
            });
        },
        move |(input, delta), gradient| {
            gradient.fill(0.0);
            for Term { weight, value, output } in terms(geometry) {
                let (input, delta) = (&input[value * stride..][..stride], &delta[output * stride..]);
                gradient[weight] += input.iter().zip(delta).map(|(x, delta)| x * delta).sum::<f32>();
            }
        },
    )
}

fn input_gradient(geometry: Geometry, lanes: Lanes) -> [Repeat; 2] {
    let stride = lanes.stride();
    checked(
        (whole_numbers(geometry.weights(), 0), whole_numbers(geometry.outputs() * stride, 1)),
        &vec![f32::NAN; geometry.inputs() * stride],
        0.0,
        move |(kernel, delta), gradient| {
            f32::convolution_input_gradient(InputGradient {
                geometry,
                lanes,
                kernel,
                start: Start::Zero,
                delta,
                gradient,
            });
        },
        move |(kernel, delta), gradient| {
            gradient.fill(0.0);
            for Term { weight, value, output } in terms(geometry) {
                let (gradient, delta) =
                    (&mut gradient[value * stride..][..stride], &delta[output * stride..]);
                gradient.iter_mut().zip(delta).for_each(|(g, delta)| *g += kernel[weight] * delta);
            }
        },
    )
}
