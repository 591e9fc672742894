use alloc::string::{String, ToString};
use core::ops::Range;

use super::domain::Domain;
use super::loss::{Loss, LossOptions, Prediction};
use super::outside::Outside;
use super::weights::Weights;
use crate::activations::{ActivationFn, Activations};
use crate::data::{Target, Targets};
use crate::error::{Error, Result};
use crate::simd::Instructions;
use crate::tensor::{BatchMut, Flow, Scalar, Shape};

/// By how much a target may miss a bound that belongs to the domain of the loss: targets that were scaled to a range
/// in `f32` do so, and no loss minds.
const ROUNDING: f64 = 1e-4;

/// What training makes small: a [`Loss`], or for a model with several outputs a tuple of losses, one for each. Their sum
/// is what counts, each times its [weight](super::LossOptions::weight).
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not fit a model that ends in `{A}` with output `{Out}`",
    label = "needs another last activation or output",
    note = "after `softmax`, or `linear` for logits: `SparseCategoricalCrossentropy` for class numbers, `CategoricalCrossentropy` for one-hot targets",
    note = "after `sigmoid`, or `linear` for logits: `BinaryCrossentropy`; after any activation: `MeanSquaredError`"
)]
pub trait Losses<Out: Flow, A: Activations<Out>>: Clone + Send + Sync {
    /// What the outputs are compared with.
    type Targets: Targets;

    /// How many outputs there are.
    const COUNT: usize;

    /// Whether the settings of all make sense.
    ///
    /// # Errors
    /// [`Error::Setting`] for a setting out of its range.
    fn check(&self) -> Result<()>;

    /// An error for the first target that a loss is not defined for; `what` says which targets they are.
    #[doc(hidden)]
    fn check_targets<T: Scalar>(
        &self,
        targets: &<Self::Targets as Targets>::Store<T>,
        what: &'static str,
    ) -> Result<()>;

    /// The first output of a batch that its loss is not defined for. One that is not finite has another cause.
    #[doc(hidden)]
    fn outside<T: Scalar>(&self, prediction: Prediction<'_, T, Out>) -> Option<Outside>;

    /// An error if samples have weights of positions, or a mask, where a loss has one number for a sample as a whole.
    #[doc(hidden)]
    fn check_weights(&self, are_of_positions: bool, masked: &[bool]) -> Result<()>;

    /// The loss of a batch. What each output's loss is without its weight goes to `of_each`, if there are several; what
    /// each of its losses is multiplied by, to `shares`. There is as much room for `losses` and `shares` as lanes for
    /// each position of each target.
    #[doc(hidden)]
    fn losses<T: Scalar>(
        &self,
        prediction: Prediction<'_, T, Out>,
        targets: <Self::Targets as Targets>::Batch<'_, T>,
        weights: Weights<'_, T>,
        room: Room<'_, T>,
    ) -> f64;

    /// The gradient of the batch's loss with respect to what the last layers compute before their activations.
    #[doc(hidden)]
    fn delta<T: Scalar>(
        &self,
        prediction: Prediction<'_, T, Out>,
        targets: <Self::Targets as Targets>::Batch<'_, T>,
        shares: &[T],
        activation: A,
        gradient: Out::BatchMut<'_, T>,
        instructions: Instructions,
    );
}

/// Where the losses of a batch go.
#[derive(Debug)]
pub struct Room<'a, T> {
    pub(crate) losses: &'a mut [T],
    pub(crate) shares: &'a mut [T],
    pub(crate) of_each: &'a mut [f64],
}

#[diagnostic::do_not_recommend]
impl<Out: Shape, A: Activations<Out>, L: Loss<Out, A>> Losses<Out, A> for L {
    type Targets = L::Target;

    const COUNT: usize = 1;

    fn check(&self) -> Result<()> {
        const {
            assert!(
                L::POSITIONS == 1 || L::POSITIONS == <L::Target as Target>::POSITIONS,
                "a loss has one number for a sample, or one for each position of its target"
            );
        }
        Loss::check(self)
    }

    fn check_targets<T: Scalar>(
        &self,
        targets: &<L::Target as Targets>::Store<T>,
        what: &'static str,
    ) -> Result<()> {
        let Some(domain) = self.target_domain() else { return Ok(()) };
        let values = L::Target::numbers::<T>(targets);
        let Some(index) = domain.first_outside(values, ROUNDING) else { return Ok(()) };
        let width = <L::Target as Target>::WIDTH;
        Err(target_outside(self.name(), domain, what, [index / width, index % width], values[index].to_f64()))
    }

    fn outside<T: Scalar>(&self, prediction: Prediction<'_, T, Out>) -> Option<Outside> {
        let domain = self.output_domain()?;
        let samples = prediction.outputs.samples();
        prediction.outputs.features().enumerate().find_map(|(column, values)| {
            let sample = domain.first_outside(&values[..samples], f64::from(f32::EPSILON))?;
            let value = values[sample].to_f64();
            let loss = || String::from(self.name());
            value.is_finite().then(|| Outside { domain, loss: loss(), sample, column, value })
        })
    }

    fn check_weights(&self, are_of_positions: bool, masked: &[bool]) -> Result<()> {
        let is_masked = masked.contains(&true);
        let is_one_of_many = L::POSITIONS == 1 && <L::Target as Target>::POSITIONS > 1;
        if is_one_of_many && (are_of_positions || is_masked) {
            return Err(Error::LossOfWhole { loss: String::from(self.name()), is_masked });
        }
        Ok(())
    }

    #[inline(always)]
    fn losses<T: Scalar>(
        &self,
        prediction: Prediction<'_, T, Out>,
        targets: <L::Target as Targets>::Batch<'_, T>,
        weights: Weights<'_, T>,
        room: Room<'_, T>,
    ) -> f64 {
        let shares = &mut *room.shares;
        let of_batch = mean_loss(self, prediction, targets, weights, Room { shares, ..room });
        weighted(self, of_batch, room.shares)
    }

    #[inline(always)]
    fn delta<T: Scalar>(
        &self,
        prediction: Prediction<'_, T, Out>,
        targets: <L::Target as Targets>::Batch<'_, T>,
        shares: &[T],
        activation: A,
        mut gradient: BatchMut<'_, T, Out>,
        instructions: Instructions,
    ) {
        let shares = &shares[..L::POSITIONS * prediction.outputs.lanes().stride()];
        self.shared_gradient(prediction, targets, shares, gradient.reborrow());
        gradient.clear_padding_inline(instructions);
        if !L::FUSED {
            let Prediction { preactivations, outputs, .. } = prediction;
            activation.apply_back(preactivations, outputs, gradient, instructions);
        }
    }
}

/// The loss of a batch without its weight, and the shares of its positions and samples in that.
#[inline(always)]
fn mean_loss<T: Scalar, Out: Shape, A, L: Loss<Out, A>>(
    loss: &L,
    prediction: Prediction<'_, T, Out>,
    targets: <L::Target as Target>::Batch<'_, T>,
    weights: Weights<'_, T>,
    Room { losses, shares, .. }: Room<'_, T>,
) -> f64 {
    let (samples, stride) = (prediction.outputs.samples(), prediction.outputs.lanes().stride());
    let (losses, shares) = (&mut losses[..L::POSITIONS * stride], &mut shares[..L::POSITIONS * stride]);
    loss.losses(prediction, targets, losses);
    shares.fill(T::default());
    let (mut total, mut count, mut sum_of_weights) = (0.0, 0, 0.0);
    let positions = losses.chunks_exact(stride).zip(shares.chunks_exact_mut(stride));
    for (position, (losses, shares)) in positions.enumerate() {
        let mask = weights.mask(position, L::POSITIONS);
        let all = losses[..samples].iter().zip(weights.lanes(position)).zip(shares).enumerate();
        for (sample, ((&of_sample, &weight), share)) in all {
            let is_masked = mask.get(sample).is_some_and(|&mask| mask == T::zero());
            if !is_masked && loss.counts(targets, position, sample, of_sample) {
                *share = weight;
                total += weight.to_f64() * of_sample.to_f64();
                count += 1;
                sum_of_weights += weight.to_f64();
            }
        }
    }
    let divisor = loss.reduction().divisor(count, sum_of_weights);
    if divisor == 0.0 {
        shares.fill(T::default());
        return 0.0;
    }
    for share in shares {
        *share /= T::of(divisor);
    }
    total / divisor
}

/// An error for a target that a loss is not defined for.
#[cold]
fn target_outside(
    loss: &str,
    domain: Domain,
    what: &'static str,
    [row, column]: [usize; 2],
    value: f64,
) -> Error {
    let (needed, help) = (domain.to_string(), domain.help_text());
    Error::Target { what, row, column, value, loss: String::from(loss), needed, help }
}

/// Implements [`Losses`] for a tuple.
macro_rules! tuple {
    ($count:literal: $($shape:ident $activation:ident $loss:ident $at:tt)*) => {
        #[diagnostic::do_not_recommend]
        impl<$($shape: Shape, $activation: ActivationFn, $loss: Loss<$shape, $activation>),*>
            Losses<($($shape,)*), ($($activation,)*)> for ($($loss,)*)
        {
            type Targets = ($($loss::Target,)*);

            const COUNT: usize = $count;

            fn check(&self) -> Result<()> {
                $(Loss::check(&self.$at)?;)*
                Ok(())
            }

            fn check_targets<T: Scalar>(
                &self,
                targets: &<Self::Targets as Targets>::Store<T>,
                what: &'static str,
            ) -> Result<()> {
                $(Losses::<$shape, $activation>::check_targets::<T>(&self.$at, &targets.$at, what)?;)*
                Ok(())
            }

            fn outside<T: Scalar>(&self, prediction: Prediction<'_, T, ($($shape,)*)>) -> Option<Outside> {
                $(
                    if let Some(outside) = Losses::<$shape, $activation>::outside(&self.$at, one!(prediction, $at)) {
                        return Some(outside);
                    }
                )*
                None
            }

            fn check_weights(&self, are_of_positions: bool, masked: &[bool]) -> Result<()> {
                $({
                    let masked = masked.get($at..=$at).unwrap_or_default();
                    Losses::<$shape, $activation>::check_weights(&self.$at, are_of_positions, masked)?;
                })*
                Ok(())
            }

            fn losses<T: Scalar>(
                &self,
                prediction: Prediction<'_, T, ($($shape,)*)>,
                targets: <Self::Targets as Targets>::Batch<'_, T>,
                weights: Weights<'_, T>,
                Room { losses, shares, of_each }: Room<'_, T>,
            ) -> f64 {
                let stride = prediction.outputs.0.lanes().stride();
                let mut total = 0.0;
                let (positions, steps) =
                    (<Self::Targets as Targets>::POSITIONS, <($($shape,)*) as Flow>::STEPS);
                $({
                    let lanes = lanes::<Self::Targets>($at, stride);
                    let weights = weights.of_output($at, positions, steps);
                    let room = Room {
                        losses: &mut losses[lanes.clone()],
                        shares: &mut shares[lanes.clone()],
                        of_each: &mut [],
                    };
                    let prediction = one!(prediction, $at);
                    of_each[$at] = mean_loss(&self.$at, prediction, targets.$at, weights, room);
                    total += weighted(&self.$at, of_each[$at], &mut shares[lanes]);
                })*
                total
            }

            fn delta<T: Scalar>(
                &self,
                prediction: Prediction<'_, T, ($($shape,)*)>,
                targets: <Self::Targets as Targets>::Batch<'_, T>,
                shares: &[T],
                activation: ($($activation,)*),
                gradient: <($($shape,)*) as Flow>::BatchMut<'_, T>,
                instructions: Instructions,
            ) {
                let stride = prediction.outputs.0.lanes().stride();
                $(
                    let shares = &shares[..];
                    Losses::<$shape, $activation>::delta(
                        &self.$at,
                        one!(prediction, $at),
                        targets.$at,
                        &shares[lanes::<Self::Targets>($at, stride)],
                        activation.$at,
                        gradient.$at,
                        instructions,
                    );
                )*
            }
        }
    };
}

/// What one output of a model with several is.
macro_rules! one {
    ($prediction:ident, $at:tt) => {
        Prediction {
            preactivations: $prediction.preactivations.$at,
            outputs: $prediction.outputs.$at,
            instructions: $prediction.instructions,
        }
    };
}

/// Where the losses of one of several outputs are.
fn lanes<Y: Targets>(output: usize, stride: usize) -> Range<usize> {
    let first: usize = Y::POSITIONS[..output].iter().sum();
    first * stride..(first + Y::POSITIONS[output]) * stride
}

/// A loss times its weight, and so the shares of its samples.
#[inline(always)]
fn weighted<T: Scalar>(loss: &impl LossOptions, of_batch: f64, shares: &mut [T]) -> f64 {
    let weight = loss.weight();
    if weight != 1.0 {
        shares.iter_mut().for_each(|share| *share *= T::of(weight));
    }
    weight * of_batch
}

tuple!(2: S0 A0 L0 0 S1 A1 L1 1);
tuple!(3: S0 A0 L0 0 S1 A1 L1 1 S2 A2 L2 2);
tuple!(4: S0 A0 L0 0 S1 A1 L1 1 S2 A2 L2 2 S3 A3 L3 3);
tuple!(5: S0 A0 L0 0 S1 A1 L1 1 S2 A2 L2 2 S3 A3 L3 3 S4 A4 L4 4);
tuple!(6: S0 A0 L0 0 S1 A1 L1 1 S2 A2 L2 2 S3 A3 L3 3 S4 A4 L4 4 S5 A5 L5 5);
tuple!(7: S0 A0 L0 0 S1 A1 L1 1 S2 A2 L2 2 S3 A3 L3 3 S4 A4 L4 4 S5 A5 L5 5 S6 A6 L6 6);
tuple!(8: S0 A0 L0 0 S1 A1 L1 1 S2 A2 L2 2 S3 A3 L3 3 S4 A4 L4 4 S5 A5 L5 5 S6 A6 L6 6 S7 A7 L7 7);
