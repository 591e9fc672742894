//! Losses that compare what outputs and targets have in common with what either has alone.

use core::ops::Range;

use super::Domain;
use crate::error::{Result, check_not_negative};
use crate::tensor::{Batch, BatchMut, Scalar, Shape};

/// What [`Dice`](super::Dice) and [`Tversky`](super::Tversky) take together: Keras' `axis`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Over {
    /// All values of all samples of a batch: Keras' `axis=None`. Every sample of the batch then has the same loss, and
    /// what a batch costs depends on which samples it has. The default.
    #[default]
    WholeBatch,
    /// All values of a sample: Keras' `axis` with all axes but the first.
    EachSample,
}

/// `L = 1 − o / (o + α (p − o) + β (y − o) + ε)`, with `o = Σ pⱼ yⱼ`, `p = Σ pⱼ` and `y = Σ yⱼ`.
#[derive(Clone, Copy)]
pub(super) struct Overlap {
    pub over: Over,
    pub alpha: f64,
    pub beta: f64,
    pub epsilon: f64,
}

/// What outputs and targets are: of anything else the divisor may be 0, and the loss less than 0.
pub(super) const REGIONS: Domain = Domain::PROBABILITY;

/// `o`, `p` and `y`.
#[derive(Clone, Copy, Default)]
struct Sums {
    both: f64,
    outputs: f64,
    targets: f64,
}

impl Overlap {
    pub(super) fn check(self) -> Result<()> {
        check_not_negative("the alpha of `Tversky`", self.alpha)?;
        check_not_negative("the beta of `Tversky`", self.beta)
    }

    pub(super) fn losses<T: Scalar, S: Shape>(
        self,
        outputs: Batch<'_, T, S>,
        targets: Batch<'_, T, S>,
        losses: &mut [T],
    ) {
        let samples = outputs.samples();
        match self.over {
            Over::WholeBatch => losses[..samples].fill(T::of(self.loss(sums(outputs, targets, 0..samples)))),
            Over::EachSample => {
                for (sample, loss) in losses.iter_mut().enumerate().take(samples) {
                    *loss = T::of(self.loss(sums(outputs, targets, sample..sample + 1)));
                }
            }
        }
    }

    /// The gradient of `Σ sᵢ Lᵢ`.
    pub(super) fn gradient<T: Scalar, S: Shape>(
        self,
        outputs: Batch<'_, T, S>,
        targets: Batch<'_, T, S>,
        share: impl Fn(usize) -> T,
        mut gradient: BatchMut<'_, T, S>,
    ) {
        let samples = outputs.samples();
        let mut write = |range: Range<usize>| {
            let share: f64 = range.clone().map(|sample| share(sample).to_f64()).sum();
            let (by_both, by_outputs) = self.derivatives(sums(outputs, targets, range.clone()));
            let (by_both, by_outputs) = (T::of(share * by_both), T::of(share * by_outputs));
            for feature in 0..S::LEN {
                for sample in range.clone() {
                    gradient.set(feature, sample, by_both * targets.at(feature, sample) + by_outputs);
                }
            }
        };
        match self.over {
            Over::WholeBatch => write(0..samples),
            Over::EachSample => (0..samples).for_each(|sample| write(sample..sample + 1)),
        }
    }

    fn divisor(self, Sums { both, outputs, targets }: Sums) -> f64 {
        both + self.alpha * (outputs - both) + self.beta * (targets - both) + self.epsilon
    }

    fn loss(self, sums: Sums) -> f64 {
        1.0 - sums.both / self.divisor(sums)
    }

    /// `∂L/∂o` and `∂L/∂p`
    fn derivatives(self, sums: Sums) -> (f64, f64) {
        let divisor = self.divisor(sums);
        let by_divisor = sums.both / (divisor * divisor);
        (by_divisor * (1.0 - self.alpha - self.beta) - 1.0 / divisor, by_divisor * self.alpha)
    }
}

fn sums<T: Scalar, S: Shape>(
    outputs: Batch<'_, T, S>,
    targets: Batch<'_, T, S>,
    samples: Range<usize>,
) -> Sums {
    let mut sums = Sums::default();
    for (outputs, targets) in outputs.features().zip(targets.features()) {
        for (&p, &y) in outputs[samples.clone()].iter().zip(&targets[samples.clone()]) {
            sums.both += p.to_f64() * y.to_f64();
            sums.outputs += p.to_f64();
            sums.targets += y.to_f64();
        }
    }
    sums
}

/// Makes a loss of what has an `overlap()`.
macro_rules! overlap {
    ($loss:ident, $name:expr) => {
        crate::losses::loss::options!($loss, $name);

        impl $loss {
            /// Which values are taken together; by default those of the whole batch.
            #[must_use]
            pub const fn axis(mut self, over: crate::losses::Over) -> Self {
                self.over = over;
                self
            }
        }

        impl<Out: crate::tensor::Shape, A> crate::losses::Loss<Out, A> for $loss {
            type Target = Out;

            fn check(&self) -> crate::error::Result<()> {
                self.overlap().check()
            }

            fn target_domain(&self) -> Option<crate::losses::Domain> {
                Some(crate::losses::overlap::REGIONS)
            }

            fn output_domain(&self) -> Option<crate::losses::Domain> {
                Some(crate::losses::overlap::REGIONS.help("end the model in `sigmoid`"))
            }

            fn losses<T: crate::tensor::Scalar>(
                &self,
                prediction: crate::losses::Prediction<'_, T, Out>,
                targets: crate::tensor::Batch<'_, T, Out>,
                losses: &mut [T],
            ) {
                self.overlap().losses(prediction.outputs, targets, losses);
            }

            fn gradient<T: crate::tensor::Scalar>(
                &self,
                prediction: crate::losses::Prediction<'_, T, Out>,
                targets: crate::tensor::Batch<'_, T, Out>,
                gradient: crate::tensor::BatchMut<'_, T, Out>,
            ) {
                self.overlap().gradient(prediction.outputs, targets, |_| T::one(), gradient);
            }

            fn shared_gradient<T: crate::tensor::Scalar>(
                &self,
                prediction: crate::losses::Prediction<'_, T, Out>,
                targets: crate::tensor::Batch<'_, T, Out>,
                shares: &[T],
                gradient: crate::tensor::BatchMut<'_, T, Out>,
            ) {
                self.overlap().gradient(prediction.outputs, targets, |sample| shares[sample], gradient);
            }
        }
    };
}
pub(super) use overlap;

#[cfg(test)]
pub(in crate::losses) mod tests {
    pub(in crate::losses) const OUTPUTS: [[f64; 3]; 3] = [[0.9, 0.2, 0.4], [0.1, 0.7, 0.6], [0.3, 0.5, 0.8]];
    pub(in crate::losses) const TARGETS: [[f64; 3]; 3] = [[1.0, 0.0, 1.0], [0.0, 1.0, 1.0], [0.0, 0.0, 1.0]];
    pub(in crate::losses) const WEIGHTS: [f64; 3] = [1.0, 2.0, 0.5];
}
