use core::marker::PhantomData;

use super::noise::fill;
use crate::activations::linear;
use crate::error::{Result, check_setting};
use crate::layer::{Backward, Forward, Layer, Mask};
use crate::layers::Types;
use crate::tensor::{Scalar, Shape};

/// Adds noise while training: `y = x + N(0, σ)`, drawn anew for each value.
///
/// In `model!` the shape is the one that flows in: `GaussianNoise(0.1)`, the standard deviation from 0 to 1. No
/// variables; the gradient passes as it is. Written in full, it names the shape: `GaussianNoise<Features<8>>`.
#[derive(Clone, Copy, Debug)]
pub struct GaussianNoise<X> {
    stddev: f64,
    shape: Types<X>,
}

impl<X: Shape> GaussianNoise<X> {
    /// Noise of this standard deviation. `fit` refuses one outside 0 to 1.
    pub const fn new(stddev: f64) -> Self {
        Self { stddev, shape: PhantomData }
    }
}

impl<X: Shape> Layer for GaussianNoise<X> {
    type Input = X;
    type Output = X;
    type Activation = linear;

    const FILLS_PADDING: bool = true;
    const SAMPLEWISE: bool = true;
    const MASK: Mask = Mask::Kept;

    fn check(&self) -> Result<()> {
        let stddev = self.stddev;
        check_setting("the stddev of `GaussianNoise`", stddev, (0.0..=1.0).contains(&stddev), "from 0 to 1")
    }

    fn forward<T: Scalar>(&self, mut call: Forward<'_, T, Self>) {
        let Some(mut rng) = call.pass.rng() else { return call.pass_on() };
        let stride = call.input.lanes().stride();
        let output = call.output.values();
        fill(output, stride, || T::of(self.stddev * rng.normal()));
        output.iter_mut().zip(call.input.values()).for_each(|(y, &x)| *y += x);
    }

    fn backward<T: Scalar>(&self, call: Backward<'_, T, Self>) {
        call.pass_on();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layer::Pass;
    use crate::layout::Lanes;
    use crate::rng::Streams;
    use crate::tensor::{Batch, BatchMut, Features};

    #[test]
    fn the_noise_has_its_deviation_and_is_there_in_training_alone() {
        let lanes = Lanes::new(5000);
        let input = vec![2.0; 2 * lanes.stride()];
        let run = |pass| {
            let mut output = vec![f64::NAN; input.len()];
            let (x, y) = (Batch::new(&input, lanes), BatchMut::new(&mut output, lanes));
            GaussianNoise::<Features<2>>::new(0.5).forward(Forward::new(&[], x, y, &mut [], pass, &mut 0.0));
            output
        };
        assert_eq!(run(Pass::inference()), input);
        let noise: Vec<f64> = run(Pass::training(Streams::new(1), 0)).iter().map(|y| y - 2.0).collect();
        let mean = noise.iter().sum::<f64>() / noise.len() as f64;
        let variance = noise.iter().map(|n| n * n).sum::<f64>() / noise.len() as f64;
        // Five standard errors of 10,000 draws.
        assert!(mean.abs() < 5.0 * 0.5 / 100.0, "{mean}");
        assert!((variance - 0.25).abs() < 5.0 * 0.25 * 2f64.sqrt() / 100.0, "{variance}");
    }
}
