//! A step of Adam for all variables of a network, which lie side by side.

use plywood::optimizers::{Adam, Optimizer, Update};
use plywood_benches::Repeat;

use crate::case::{Case, PLAIN_LOOPS, Work, broken, checked};

/// How much results may differ: multiply-adds round differently.
const TOLERANCE: f32 = 1e-5;

/// How many variables iris, W8, W3 and W4 have.
pub const SIZES: [usize; 4] = [67, 6_337, 101_770, 669_706];

/// A step that is neither the first one nor far from it.
const ITERATIONS: u64 = 99;

pub fn cases() -> Vec<Case> {
    SIZES
        .map(|len| Case::new("adam", len.to_string(), work(len), PLAIN_LOOPS, move || compared(len)))
        .into_iter()
        .collect()
}

/// Variable, gradient and two moments are read; all but the gradient are written.
pub const fn work(len: usize) -> Work {
    Work::Bytes(7 * size_of::<f32>() * len)
}

/// Makes a step: what changes are the variables, and after them the moments.
pub fn step(gradients: &[f32], numbers: &mut [f32]) {
    let (variables, moments) = numbers.split_at_mut(gradients.len());
    let is_finite = Adam::default().update(Update::new(variables, gradients, moments, 0.001, ITERATIONS));
    assert!(is_finite);
}

fn compared(len: usize) -> [Repeat; 2] {
    let start = [broken(2 * len), vec![1.0; len]].concat();
    checked(
        broken(len),
        &start,
        TOLERANCE,
        |gradients, numbers| step(gradients, numbers),
        |gradients, numbers| {
            let t = ITERATIONS as i32 + 1;
            let rate = 0.001 * (1.0 - 0.999_f32.powi(t)).sqrt() / (1.0 - 0.9_f32.powi(t));
            let (variables, moments) = numbers.split_at_mut(gradients.len());
            let (first, second) = moments.split_at_mut(gradients.len());
            for place in 0..gradients.len() {
                let gradient = gradients[place];
                first[place] += 0.1 * (gradient - first[place]);
                second[place] += 0.001 * (gradient * gradient - second[place]);
                variables[place] -= rate * first[place] / (second[place].sqrt() + 1e-7);
            }
        },
    )
}
