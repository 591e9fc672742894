//! Losses of probabilities, for models that end in the activation that makes them or in
//! [`linear`](crate::activations::linear), whose outputs are then taken for logits: Keras' `from_logits=True`. Either
//! way they are computed from the logits.

use super::{Domain, Prediction};
use crate::activations::ActivationFn;
use crate::data::Target;
use crate::error::Result;
use crate::tensor::{Batch, BatchMut, Scalar, Shape};

/// A loss of probabilities that are compared with targets `Y`, whichever of the two a model ends in.
pub(super) trait Crossentropy<Out: Shape, Y: Target> {
    /// Whether the settings make sense.
    fn check(&self) -> Result<()>;

    /// The targets that it is defined for, if not for all.
    fn target_domain(&self) -> Option<Domain> {
        None
    }

    /// Whether a sample is looked at at all.
    fn counts<T: Scalar>(&self, targets: Y::Batch<'_, T>, position: usize, sample: usize) -> bool {
        let _ = (targets, position, sample);
        true
    }

    /// The loss of each sample.
    fn losses<T: Scalar>(&self, logits: Batch<'_, T, Out>, targets: Y::Batch<'_, T>, losses: &mut [T]);

    /// The same where the probabilities are known too.
    #[inline(always)]
    fn losses_of<T: Scalar>(
        &self,
        prediction: Prediction<'_, T, Out>,
        targets: Y::Batch<'_, T>,
        losses: &mut [T],
    ) {
        self.losses(prediction.preactivations, targets, losses);
    }

    /// Replaces the probabilities by the gradient with respect to the logits.
    fn gradient<T: Scalar>(
        &self,
        logits: Batch<'_, T, Out>,
        targets: Y::Batch<'_, T>,
        probabilities: BatchMut<'_, T, Out>,
    );
}

/// Writes the probabilities that `P` makes: the outputs, unless those are the logits.
#[inline(always)]
pub(super) fn probabilities<P: ActivationFn, T: Scalar, Out: Shape>(
    prediction: Prediction<'_, T, Out>,
    are_logits: bool,
    mut probabilities: BatchMut<'_, T, Out>,
) {
    probabilities.values().copy_from_slice(prediction.outputs.values());
    if are_logits {
        P::default().forward(probabilities);
    }
}

/// Makes a loss of a [`Crossentropy`]: after the activation that makes its probabilities, and after `linear`, for these
/// parameters, outputs and targets. A macro, and no `impl` with a bound on the activation: with that, the compiler
/// would not say of a loss that does not fit what it comes after.
macro_rules! crossentropy {
    ($loss:ident after $activation:ident, $parameters:tt, $out:ty, $target:ty) => {
        crate::losses::crossentropy::crossentropy!($loss, $activation, false, $activation, $parameters, $out, $target);
        crate::losses::crossentropy::crossentropy!($loss, linear, true, $activation, $parameters, $out, $target);
    };
    (
        $loss:ident, $last:ident, $are_logits:literal, $activation:ident,
        [$($parameters:tt)*], $out:ty, $target:ty
    ) => {
        impl<$($parameters)*> crate::losses::Loss<$out, crate::activations::$last> for $loss {
            type Target = $target;

            const FUSED: bool = true;
            const POSITIONS: usize = <$target as crate::data::Target>::POSITIONS;

            fn check(&self) -> crate::error::Result<()> {
                crate::losses::crossentropy::Crossentropy::<$out, $target>::check(self)
            }

            fn target_domain(&self) -> Option<crate::losses::Domain> {
                crate::losses::crossentropy::Crossentropy::<$out, $target>::target_domain(self)
            }

            #[inline]
            fn counts<T: crate::tensor::Scalar>(
                &self,
                targets: <$target as crate::data::Target>::Batch<'_, T>,
                position: usize,
                sample: usize,
                _: T,
            ) -> bool {
                use crate::losses::crossentropy::Crossentropy;
                Crossentropy::<$out, $target>::counts::<T>(self, targets, position, sample)
            }

            #[inline(always)]
            fn losses<T: crate::tensor::Scalar>(
                &self,
                prediction: crate::losses::Prediction<'_, T, $out>,
                targets: <$target as crate::data::Target>::Batch<'_, T>,
                losses: &mut [T],
            ) {
                use crate::losses::crossentropy::Crossentropy;
                if $are_logits {
                    let logits = prediction.preactivations;
                    Crossentropy::<$out, $target>::losses(self, logits, targets, losses);
                } else {
                    Crossentropy::<$out, $target>::losses_of(self, prediction, targets, losses);
                }
            }

            #[inline(always)]
            fn gradient<T: crate::tensor::Scalar>(
                &self,
                prediction: crate::losses::Prediction<'_, T, $out>,
                targets: <$target as crate::data::Target>::Batch<'_, T>,
                mut gradient: crate::tensor::BatchMut<'_, T, $out>,
            ) {
                use crate::activations::$activation;
                use crate::losses::crossentropy::{Crossentropy, probabilities};
                let logits = prediction.preactivations;
                probabilities::<$activation, _, _>(prediction, $are_logits, gradient.reborrow());
                Crossentropy::<$out, $target>::gradient(self, logits, targets, gradient);
            }
        }
    };
}
pub(super) use crossentropy;
