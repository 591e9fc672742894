use core::marker::PhantomData;

#[cfg(not(feature = "std"))]
use nalgebra::ComplexField as _;

use super::noise::{fill, multiply, multiply_back};
use crate::activations::linear;
use crate::error::{Result, check_setting};
use crate::layer::{Backward, Forward, Layer, Mask};
use crate::tensor::{Scalar, Shape};

/// Sets a random part of the values to zero while training, so that no unit can rely on one other.
///
/// At a training step each value is kept with probability `1 − rate` and then scaled by `1 / (1 − rate)`, so
/// that the expected value stays; a rate of 1 drops everything. Outside training nothing is changed. No
/// variables; the gradient passes where the value passed, scaled alike.
///
/// In `model!` the shape is the one that flows in: `Dropout(0.5)`. Everywhere else it is written:
/// `Dropout<Features<8>>`. What is dropped depends on the model's seed, the layer's place and the training
/// step alone.
///
/// Source: N. Srivastava et al., "Dropout: a simple way to prevent neural networks from overfitting", 2014.
#[derive(Clone, Copy, Debug)]
pub struct Dropout<S> {
    rate: f64,
    shape: PhantomData<S>,
}

impl<S: Shape> Dropout<S> {
    /// Drops each value with probability `rate`. `fit` refuses a rate outside 0 to 1.
    pub const fn new(rate: f64) -> Self {
        Self { rate, shape: PhantomData }
    }

    /// The probability that a value is dropped.
    pub const fn rate(&self) -> f64 {
        self.rate
    }
}

impl<S: Shape> Layer for Dropout<S> {
    type Input = S;
    type Output = S;
    type Activation = linear;

    const FILLS_PADDING: bool = true;
    const SAMPLEWISE: bool = true;
    const MASK: Mask = Mask::Kept;

    /// The factor of each value: 0, or `1 / (1 − rate)`.
    const SAVED: usize = S::LEN;

    fn check(&self) -> Result<()> {
        check_setting("the rate of `Dropout`", self.rate, (0.0..=1.0).contains(&self.rate), "from 0 to 1")
    }

    fn forward<T: Scalar>(&self, call: Forward<'_, T, Self>) {
        let Some(mut rng) = call.pass.rng() else {
            return call.pass_on();
        };
        let dropped = (self.rate * 2f64.powi(32)) as u64;
        let kept = T::of(1.0 / (1.0 - self.rate));
        fill(call.saved, call.input.lanes().stride(), || {
            if u64::from(rng.next_u32()) < dropped { T::zero() } else { kept }
        });
        multiply(call);
    }

    fn backward<T: Scalar>(&self, call: Backward<'_, T, Self>) {
        multiply_back(call);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layer::Pass;
    use crate::layout::Lanes;
    use crate::rng::Streams;
    use crate::tensor::{Batch, BatchMut, Features};

    fn run(rate: f64, pass: Pass) -> Vec<f64> {
        run_batch(rate, pass, 1000)
    }

    fn run_batch(rate: f64, pass: Pass, samples: usize) -> Vec<f64> {
        let lanes = Lanes::new(samples);
        let ones = vec![1.0; 4 * lanes.stride()];
        let mut output = vec![f64::NAN; ones.len()];
        let mut factors = ones.clone();
        let (input, result) = (Batch::new(&ones, lanes), BatchMut::new(&mut output, lanes));
        let penalty = &mut 0.0;
        let call = Forward::new(&[], input, result, &mut factors, pass, penalty);
        Dropout::<Features<4>>::new(rate).forward(call);
        output
    }

    #[test]
    fn the_expected_value_stays() {
        let output = run(0.25, Pass::training(Streams::new(1), 0));
        assert!(output.iter().all(|&y| y == 0.0 || y == 1.0 / 0.75));
        let kept = output.iter().filter(|&&y| y > 0.0).count() as f64 / output.len() as f64;
        // Five standard errors of 4,000 draws.
        assert!((kept - 0.75).abs() < 5.0 * (0.75 * 0.25 / 4000.0f64).sqrt(), "{kept}");
    }

    #[test]
    fn the_limits_of_the_rate_are_exact() {
        assert!(run(0.0, Pass::training(Streams::new(1), 0)).iter().all(|&y| y == 1.0));
        assert!(run(1.0, Pass::training(Streams::new(1), 0)).iter().all(|&y| y == 0.0));
    }

    #[test]
    fn each_step_drops_other_values_and_inference_none() {
        let streams = Streams::new(1).layer(3);
        let first = run(0.5, Pass::training(streams, 0));
        assert_eq!(first, run(0.5, Pass::training(streams, 0)));
        assert_ne!(first, run(0.5, Pass::training(streams, 1)));
        assert_ne!(first, run(0.5, Pass::training(Streams::new(1).layer(4), 0)));
        assert!(run(0.5, Pass::inference()).iter().all(|&y| y == 1.0));
    }

    #[test]
    fn a_sample_is_dropped_alike_in_batches_of_every_size() {
        let pass = Pass::training(Streams::new(1), 0);
        let first_two = |samples: usize| {
            let (output, stride) = (run_batch(0.5, pass, samples), Lanes::new(samples).stride());
            (0..4).flat_map(|feature| output[feature * stride..][..2].to_vec()).collect::<Vec<f64>>()
        };
        assert_eq!(first_two(2), first_two(9));
        assert_eq!(first_two(2), first_two(100));
    }
}
