//! Activation functions. What is timed is a copy, and the function in its place, as in a training step: done again and
//! again in one place, a function would work on other numbers each time.

use plywood::activations::{ActivationFn, log_softmax, relu, sigmoid, softmax, tanh};
use plywood::{Batch, BatchMut, Features, Lanes};
use plywood_benches::Repeat;

use crate::case::{Case, PLAIN_LOOPS, Work, broken, checked};

/// How much results may differ: other formulas round differently.
const TOLERANCE: f32 = 1e-4;

/// Plain loops that do the same, on values whose features are so far apart.
trait Loops: Copy + 'static {
    fn forward(&self, values: &mut [f32], stride: usize);
    fn backward(&self, output: &[f32], gradient: &mut [f32], stride: usize);
}

/// A function of one number, and its derivative from its result.
#[derive(Clone, Copy)]
struct Elementwise<F, D>(F, D);

impl<F: Fn(f32) -> f32 + Copy + 'static, D: Fn(f32) -> f32 + Copy + 'static> Loops for Elementwise<F, D> {
    fn forward(&self, values: &mut [f32], _: usize) {
        values.iter_mut().for_each(|z| *z = self.0(*z));
    }

    fn backward(&self, output: &[f32], gradient: &mut [f32], _: usize) {
        gradient.iter_mut().zip(output).for_each(|(g, a)| *g *= self.1(*a));
    }
}

#[derive(Clone, Copy)]
struct Softmax;

impl Loops for Softmax {
    fn forward(&self, values: &mut [f32], stride: usize) {
        for lane in 0..stride {
            let (largest, sum) = largest_and_sum(values, lane, stride);
            for place in (lane..values.len()).step_by(stride) {
                values[place] = (values[place] - largest).exp() / sum;
            }
        }
    }

    fn backward(&self, output: &[f32], gradient: &mut [f32], stride: usize) {
        for lane in 0..stride {
            let mean: f32 =
                (lane..output.len()).step_by(stride).map(|place| output[place] * gradient[place]).sum();
            for place in (lane..output.len()).step_by(stride) {
                gradient[place] = output[place] * (gradient[place] - mean);
            }
        }
    }
}

#[derive(Clone, Copy)]
struct LogSoftmax;

impl Loops for LogSoftmax {
    fn forward(&self, values: &mut [f32], stride: usize) {
        for lane in 0..stride {
            let (largest, sum) = largest_and_sum(values, lane, stride);
            for place in (lane..values.len()).step_by(stride) {
                values[place] = values[place] - largest - sum.ln();
            }
        }
    }

    fn backward(&self, output: &[f32], gradient: &mut [f32], stride: usize) {
        for lane in 0..stride {
            let sum: f32 = (lane..output.len()).step_by(stride).map(|place| gradient[place]).sum();
            for place in (lane..output.len()).step_by(stride) {
                gradient[place] -= output[place].exp() * sum;
            }
        }
    }
}

/// The largest value of a lane, and the sum of the exponentials of how much all are above it.
fn largest_and_sum(values: &[f32], lane: usize, stride: usize) -> (f32, f32) {
    let lane = || values[lane..].iter().step_by(stride);
    let largest = lane().copied().fold(f32::NEG_INFINITY, f32::max);
    (largest, lane().map(|value| (value - largest).exp()).sum())
}

pub fn cases() -> Vec<Case> {
    [
        elementwise::<relu>(Elementwise(|z: f32| z.max(0.0), |a| if a > 0.0 { 1.0 } else { 0.0 })),
        elementwise::<tanh>(Elementwise(f32::tanh, |a| 1.0 - a * a)),
        elementwise::<sigmoid>(Elementwise(|z: f32| 1.0 / (1.0 + (-z).exp()), |a| a * (1.0 - a))),
        of_groups::<softmax>(Softmax),
        of_groups::<log_softmax>(LogSoftmax),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn elementwise<A: ActivationFn>(loops: impl Loops) -> Vec<Case> {
    [both::<A, 8>(5, loops), both::<A, 64>(1, loops), both::<A, 64>(64, loops), both::<A, 512>(128, loops)]
        .into_iter()
        .flatten()
        .collect()
}

fn of_groups<A: ActivationFn>(loops: impl Loops) -> Vec<Case> {
    [both::<A, 3>(5, loops), both::<A, 10>(1, loops), both::<A, 10>(32, loops), both::<A, 10>(1024, loops)]
        .into_iter()
        .flatten()
        .collect()
}

/// The function, and its derivative, for samples of `N` values.
fn both<A: ActivationFn, const N: usize>(samples: usize, loops: impl Loops) -> [Case; 2] {
    let lanes = Lanes::new(samples);
    let size = || format!("{N} × {samples}");
    let bytes = |accesses| Work::Bytes(accesses * size_of::<f32>() * N * lanes.stride());
    let backward_name = format!("{} backward", A::NAME);
    [
        Case::new(A::NAME, size(), bytes(4), PLAIN_LOOPS, move || forward::<A, N>(lanes, loops)),
        Case::new(backward_name, size(), bytes(5), PLAIN_LOOPS, move || backward::<A, N>(lanes, loops)),
    ]
}

fn forward<A: ActivationFn, const N: usize>(lanes: Lanes, loops: impl Loops) -> [Repeat; 2] {
    let start = broken(N * lanes.stride());
    checked(
        start.clone(),
        &start,
        TOLERANCE,
        move |from, values| {
            values.copy_from_slice(from);
            A::default().forward(BatchMut::<_, Features<N>>::new(values, lanes));
        },
        move |from, values| {
            values.copy_from_slice(from);
            loops.forward(values, lanes.stride());
        },
    )
}

fn backward<A: ActivationFn, const N: usize>(lanes: Lanes, loops: impl Loops) -> [Repeat; 2] {
    let start = broken(N * lanes.stride());
    let mut output = start.clone();
    A::default().forward(BatchMut::<_, Features<N>>::new(&mut output, lanes));
    checked(
        (output, start.clone()),
        &start,
        TOLERANCE,
        move |(output, from), gradient| {
            gradient.copy_from_slice(from);
            let gradient = BatchMut::<_, Features<N>>::new(gradient, lanes);
            A::default().backward(Batch::new(output, lanes), gradient);
        },
        move |(output, from), gradient| {
            gradient.copy_from_slice(from);
            loops.backward(output, gradient, lanes.stride());
        },
    )
}
