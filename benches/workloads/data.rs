//! Data that is the same in every run.

use plywood::Shape;
use plywood::prelude::*;
use plywood::rng::{Purpose, Rng, Streams};

/// 120 irises, standardised.
pub fn irises() -> Dataset<Features<4>, Classes<3>> {
    let irises = datasets::iris();
    let (train, _) =
        StandardScaler::fit(&irises).transform(&irises).shuffle(1).split(0.8).expect("a split of 150");
    train
}

/// Evenly distributed values from 0 to 1; the class is the largest of ten random linear functions.
pub fn images<X: Shape>(samples: usize) -> Dataset<X, Classes<10>> {
    const { assert!(X::LEN == 784, "images have 28 × 28 pixels") };
    let mut random = random();
    let factors: Vec<f32> = normal(&mut random).take(784 * 10).collect();
    let inputs: Vec<f32> = (0..samples * 784).map(|_| random.uniform() as f32).collect();
    let class = |image: &[f32]| {
        let centred: Vec<f32> = image.iter().map(|value| value - 0.5).collect();
        let sums: Vec<f32> = factors.chunks_exact(784).map(|factors| dot(factors, &centred)).collect();
        argmax(sums)
    };
    let classes: Vec<usize> = inputs.chunks_exact(784).map(class).collect();
    Dataset::from_slice(&inputs, classes).expect("a class for each image")
}

/// Normally distributed inputs; the targets are `tanh` of random linear functions.
pub fn functions<X: Shape, const OUT: usize>(samples: usize) -> Dataset<X, Features<OUT>> {
    let mut random = random();
    let scale = 1.0 / (X::LEN as f32).sqrt();
    let factors: Vec<f32> = normal(&mut random).take(X::LEN * OUT).map(|factor| scale * factor).collect();
    let inputs: Vec<f32> = normal(&mut random).take(samples * X::LEN).collect();
    let target = |sample: &[f32]| {
        core::array::from_fn(|output| dot(&factors[output * X::LEN..(output + 1) * X::LEN], sample).tanh())
    };
    Dataset::from_slice(&inputs, inputs.chunks_exact(X::LEN).map(target)).expect("a target for each sample")
}

/// Normally distributed 2 × 2 matrices and their exponentials, row by row.
pub fn exponentials(samples: usize) -> Dataset<Features<4>, Features<4>> {
    let inputs: Vec<f32> = normal(&mut random()).take(4 * samples).collect();
    let targets = inputs.chunks_exact(4).map(exponential);
    Dataset::from_slice(&inputs, targets).expect("an exponential for each matrix")
}

/// `Σ Aᵏ / k!`
fn exponential(matrix: &[f32]) -> [f32; 4] {
    let a: [f64; 4] = core::array::from_fn(|place| f64::from(matrix[place]));
    let (mut sum, mut power) = ([1.0, 0.0, 0.0, 1.0], [1.0, 0.0, 0.0, 1.0]);
    for k in 1..60 {
        power = core::array::from_fn(|place| {
            let (row, column) = (2 * (place / 2), place % 2);
            (power[row] * a[column] + power[row + 1] * a[column + 2]) / f64::from(k)
        });
        sum = core::array::from_fn(|place| sum[place] + power[place]);
    }
    sum.map(|value| value as f32)
}

fn random() -> Rng {
    Streams::new(1).rng(Purpose::Dataset, 0)
}

fn normal(random: &mut Rng) -> impl Iterator<Item = f32> {
    core::iter::repeat_with(|| random.normal() as f32)
}

fn dot(a: &[f32], b: &[f32]) -> f32 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}
