//! Every derivative against central differences in `f64`: each layer with each activation, under each loss.
//!
//! A new layer, activation or loss is one line in the tables. Of the activations, five are tried with
//! everything; the others alone, since a model takes a while to compile.

mod activations;
mod layers;
mod losses;
mod masks;

use plywood::data::Target;
use plywood::losses::Losses;
use plywood::prelude::*;
use plywood::rng::{Purpose, Streams};
use plywood::{Layer, Scalar, gradient_check};

/// The largest error that rounding in the differences explains.
const TOLERANCE: f64 = 1e-7;

/// A batch that is not a whole number of vectors, and one that is a single sample.
const BATCHES: [usize; 2] = [11, 1];

/// The seed of the samples. With others, a value may lie so near the kink of an activation that the differences step
/// over it.
const SAMPLES: u64 = 102;

fn uniform(seed: u64, len: usize) -> Vec<f64> {
    let mut rng = Streams::new(seed).rng(Purpose::InitialWeights, 0);
    (0..len).map(|_| 2.0 * rng.uniform() - 1.0).collect()
}

fn data<Y: Target>(inputs: &[f64], target: impl Fn(&[f64]) -> Y::Value<f64>) -> Dataset<Features<6>, Y, f64> {
    let targets = inputs.chunks(6).map(target).collect::<Vec<_>>();
    Dataset::from_slice(inputs, targets).unwrap()
}

/// Non-zero biases too, so that their place in every formula counts.
fn randomized<M: Model<Scalar = f64>>(mut model: M) -> M {
    let mut weights = model.weights();
    for (seed, weight) in weights.iter_mut().enumerate() {
        weight.values = uniform(seed as u64 + 2, weight.values.len());
    }
    model.set_weights(&weights).unwrap();
    model
}

fn check<M, L, Y: Target>(what: &str, model: M, loss: L, target: impl Fn(&[f64]) -> Y::Value<f64>)
where
    M: Model<Scalar = f64> + Layer<Input = Features<6>>,
    L: Losses<M::Output, M::Activation, Targets = Y>,
{
    let model = randomized(model);
    for samples in BATCHES {
        assert_right(what, &model, &loss, &data(&uniform(SAMPLES, samples * 6), &target));
    }
}

fn assert_right<M, L>(what: &str, model: &M, loss: &L, data: &Dataset<M::Input, L::Targets, f64>)
where
    M: Model<Scalar = f64>,
    L: Losses<M::Output, M::Activation>,
{
    let check = gradient_check(model, loss, data).unwrap().unwrap();
    assert!(check.error < TOLERANCE, "{what}, {} samples: {check:?}", data.len());
}

/// The place of the largest of the first three values.
fn class(x: &[f64]) -> usize {
    argmax(&x[..3])
}

fn one_hot(x: &[f64]) -> [f64; 3] {
    std::array::from_fn(|c| if c == class(x) { 1.0 } else { 0.0 })
}

/// Not a distribution: the gradient must be right for every target.
fn weights(x: &[f64]) -> [f64; 3] {
    [x[0].abs(), x[1].abs(), 0.3]
}

fn bits(x: &[f64]) -> [f64; 3] {
    std::array::from_fn(|i| if x[i] > 0.0 { 1.0 } else { 0.0 })
}

fn values(x: &[f64]) -> [f64; 3] {
    [x[0] * x[1], x[2].sin(), x[3]]
}

/// The check itself finds a wrong derivative.
#[test]
fn a_wrong_derivative_is_found() {
    use plywood::activations::Elementwise;

    #[derive(Clone, Copy, Debug, Default)]
    struct Wrong;

    impl Elementwise for Wrong {
        const NAME: &'static str = "wrong";
        fn value<T: Scalar>(&self, z: T) -> T {
            z.tanh()
        }
        fn derivative<T: Scalar>(&self, a: T) -> T {
            T::one() - a
        }
    }

    model! { struct Tested { Dense<6, 8, Wrong>, Dense<8, 3> } }
    let model = randomized(Tested::<f64>::new(0));
    let check = gradient_check(&model, &MeanSquaredError::default(), &data(&uniform(SAMPLES, 66), values))
        .unwrap()
        .unwrap();
    assert!(check.error > 0.01, "{check:?}");
    assert!(check.variable.starts_with("dense/"), "{check:?}");
}
