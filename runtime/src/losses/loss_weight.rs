use super::domain::Domain;
use super::loss::{Loss, LossOptions, Prediction};
use super::reduction::Reduction;
use crate::data::Target;
use crate::error::{Result, check_setting};
use crate::tensor::{BatchMut, Scalar, Shape};

/// A loss that counts so many times: what [`loss_weight`](WithLossWeight::loss_weight) makes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LossWeight<L> {
    loss: L,
    weight: f64,
}

/// Adds [`loss_weight`](Self::loss_weight) to every loss.
pub trait WithLossWeight: LossOptions + Sized {
    /// The same loss, counted so many times: among those of several outputs, one of Keras' `loss_weights`. Where it is
    /// reported by itself, as the loss of one output or as a metric, it has no weight.
    ///
    /// ```
    /// use plywood::prelude::*;
    ///
    /// let data: Dataset<Features<1>, Features<1>> = Dataset::new([[0.1], [0.2]], [[0.3], [0.4]])?;
    /// let model = model![Dense<1, 1>];
    /// let whole = model.clone().compile(SGD::new(0.1), MeanSquaredError::new(), ()).evaluate(&data)?;
    /// let half = model.compile(SGD::new(0.1), MeanSquaredError::new().loss_weight(0.5), ()).evaluate(&data)?;
    /// assert_eq!(half.loss(), 0.5 * whole.loss());
    /// # Ok::<(), plywood::Error>(())
    /// ```
    fn loss_weight(self, weight: f64) -> LossWeight<Self> {
        LossWeight { loss: self, weight }
    }
}

impl<L: LossOptions> WithLossWeight for L {}

impl<L: LossOptions> LossOptions for LossWeight<L> {
    fn name(&self) -> &str {
        self.loss.name()
    }

    fn reduction(&self) -> Reduction {
        self.loss.reduction()
    }

    fn weight(&self) -> f64 {
        self.weight * self.loss.weight()
    }
}

impl<Out: Shape, A, L: Loss<Out, A>> Loss<Out, A> for LossWeight<L> {
    type Target = L::Target;

    const FUSED: bool = L::FUSED;
    const POSITIONS: usize = L::POSITIONS;

    fn check(&self) -> Result<()> {
        check_setting("the weight of the loss", self.weight, self.weight.is_finite(), "finite")?;
        self.loss.check()
    }

    fn target_domain(&self) -> Option<Domain> {
        self.loss.target_domain()
    }

    fn output_domain(&self) -> Option<Domain> {
        self.loss.output_domain()
    }

    fn counts<T: Scalar>(
        &self,
        targets: <L::Target as Target>::Batch<'_, T>,
        position: usize,
        sample: usize,
        loss: T,
    ) -> bool {
        self.loss.counts(targets, position, sample, loss)
    }

    fn losses<T: Scalar>(
        &self,
        prediction: Prediction<'_, T, Out>,
        targets: <L::Target as Target>::Batch<'_, T>,
        losses: &mut [T],
    ) {
        self.loss.losses(prediction, targets, losses);
    }

    fn gradient<T: Scalar>(
        &self,
        prediction: Prediction<'_, T, Out>,
        targets: <L::Target as Target>::Batch<'_, T>,
        gradient: BatchMut<'_, T, Out>,
    ) {
        self.loss.gradient(prediction, targets, gradient);
    }

    fn shared_gradient<T: Scalar>(
        &self,
        prediction: Prediction<'_, T, Out>,
        targets: <L::Target as Target>::Batch<'_, T>,
        shares: &[T],
        gradient: BatchMut<'_, T, Out>,
    ) {
        self.loss.shared_gradient(prediction, targets, shares, gradient);
    }
}
