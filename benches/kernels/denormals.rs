//! Whether numbers below 1.2e-38, which are no normal ones, cost more time than others.

use std::hint::black_box;

use plywood::Lanes;
use plywood::benches::{DenseProducts, Forward, Sizes};
use plywood::prelude::*;
use plywood_benches::models::Regressor;
use plywood_benches::{REGRESSION_STEPS, Repeat, data, flop, repeat};

use crate::adam;
use crate::case::{Case, Work, broken};

/// So small that products of three such numbers are still normal.
const NORMAL: f32 = 1e-10;

/// Not normal.
const DENORMAL: f32 = 1e-40;

model! {
    /// W8 without a function that takes more or less time for other numbers.
    struct Plain { Dense<32, 64, relu>, Dense<64, 64, relu>, Dense<64, 1> }
}

pub fn cases() -> Vec<Case> {
    let sizes = Sizes { inputs: 64, outputs: 64, lanes: Lanes::new(64) };
    let regression = Work::Flop(flop::training(&[32, 64, 64, 1]) * 64 * REGRESSION_STEPS);
    let variables = adam::SIZES[1];
    vec![
        case("64-64 × 64", Work::Flop(2 * 64 * 64 * 64), move |scale| forward(sizes, scale)),
        case("W8", regression, |scale| steps(Regressor::new(1), scale)),
        case("W8 with relu", regression, |scale| steps(Plain::new(1), scale)),
        case("adam, 6337", adam::work(variables), move |scale| moments(variables, scale)),
    ]
}

fn case(size: &str, work: Work, prepare: impl Fn(f32) -> Repeat + 'static) -> Case {
    let both = move || [prepare(DENORMAL), prepare(NORMAL)];
    Case::new("denormals", size.into(), work, "normal numbers", both)
}

/// A layer with weights so small.
fn forward(sizes: Sizes, scale: f32) -> Repeat {
    let Sizes { inputs, outputs, lanes } = sizes;
    let kernel: Vec<f32> = broken(inputs * outputs).iter().map(|weight| scale * weight).collect();
    let (input, mut output) = (broken(inputs * lanes.stride()), vec![0.0; outputs * lanes.stride()]);
    repeat(move || {
        f32::forward(Forward {
            kernel: &kernel,
            bias: None,
            input: &input,
            output: black_box(&mut output),
            sizes,
        })
    })
}

/// Steps with weights so small, so that values inside are, and gradients. The learning rate is zero: it stays so.
fn steps<M>(mut model: M, scale: f32) -> Repeat
where
    M: Model<Scalar = f32, Input = Features<32>, Output = Features<1>, Activation = linear>,
{
    let samples = data::functions::<Features<32>, 1>(64 * REGRESSION_STEPS);
    let mut weights = model.weights();
    weights.iter_mut().flat_map(|weight| &mut weight.values).for_each(|value| *value *= scale);
    model.set_weights(&weights).expect("its own weights");
    let mut model = model.compile(Adam::new(0.0), MeanSquaredError::default(), ());
    repeat(move || {
        model.fit(&samples, Fit::epochs(1).batch_size(64).shuffle(false)).expect("it stands still")
    })
}

/// Steps of Adam with moments so small. Gradients are zero where they are not normal, as for a unit that has died; moments
/// then do not become zero, but stay at a few of the smallest numbers there are.
fn moments(len: usize, scale: f32) -> Repeat {
    let gradients = vec![if scale < f32::MIN_POSITIVE { 0.0 } else { scale }; len];
    let mut numbers = [broken(len), vec![scale; 2 * len]].concat();
    repeat(move || adam::step(&gradients, black_box(&mut numbers)))
}
