use core::fmt;

use super::domain::Domain;
use super::reduction::Reduction;
use crate::data::Target;
use crate::error::Result;
use crate::kernels::elementwise::multiply_lanes;
use crate::simd::Instructions;
use crate::tensor::{BatchMut, Flow, Scalar, Shape};

/// How far a model's outputs, of shape `Out` and made by the activation `A`, are from the targets.
///
/// Which outputs a loss takes is said by which `Out` and `A` it is implemented for; which targets, by
/// [`Target`](Self::Target). A loss speaks of one sample at a time, or of one [position](Self::POSITIONS) of a sample,
/// such as a step of a sequence: what becomes of all of them is said by its [`reduction`](LossOptions::reduction).
///
/// A loss is a [`Metric`](crate::metrics::Metric) too: its mean over the samples, each with its weight if weights
/// count. As a metric it says what its formula gives, whatever the data: its [domains](Self::target_domain) are not
/// checked, and where the formula has no value it is not a number.
///
/// ```
/// use plywood::losses::{Loss, LossOptions, Prediction};
/// use plywood::prelude::*;
/// use plywood::{Batch, BatchMut, Scalar, Shape, gradient_check};
///
/// /// `p − y` where the prediction is too high, `low (y − p)` where it is too low, summed over a sample's outputs.
/// #[derive(Clone)]
/// struct WeightedError {
///     low: f64,
/// }
///
/// impl WeightedError {
///     /// The derivative of the loss at `difference = p − y`.
///     fn slope<T: Scalar>(&self, difference: T) -> T {
///         if difference < T::zero() { T::of(-self.low) } else { T::one() }
///     }
/// }
///
/// impl LossOptions for WeightedError {
///     fn name(&self) -> &str {
///         "weighted_error"
///     }
/// }
///
/// impl<Out: Shape, A> Loss<Out, A> for WeightedError {
///     type Target = Out;
///
///     fn losses<T: Scalar>(
///         &self,
///         prediction: Prediction<'_, T, Out>,
///         targets: Batch<'_, T, Out>,
///         losses: &mut [T],
///     ) {
///         losses.fill(T::zero());
///         for (outputs, targets) in prediction.outputs.features().zip(targets.features()) {
///             for ((loss, &p), &y) in losses.iter_mut().zip(outputs).zip(targets) {
///                 *loss += self.slope(p - y) * (p - y);
///             }
///         }
///     }
///
///     fn gradient<T: Scalar>(
///         &self,
///         prediction: Prediction<'_, T, Out>,
///         targets: Batch<'_, T, Out>,
///         mut gradient: BatchMut<'_, T, Out>,
///     ) {
///         let pairs = prediction.outputs.values().iter().zip(targets.values());
///         for (gradient, (&p, &y)) in gradient.values().iter_mut().zip(pairs) {
///             *gradient = self.slope(p - y);
///         }
///     }
/// }
///
/// model! { struct Line { Dense<1, 1>(kernel_initializer = Ones) } }
///
/// let loss = WeightedError { low: 3.0 };
/// let data = Dataset::new([[1.0], [2.0]], [[5.0], [0.0]])?;
/// let check = gradient_check(&Line::<f64>::new(1), &loss, &data)?;
/// assert!(check.is_some_and(|check| check.error < 1e-7));
/// let model = Line::<f64>::new(1).compile(SGD::new(0.1), loss, ());
/// assert_eq!(model.evaluate(&data)?.loss(), (3.0 * 4.0 + 2.0) / 2.0);
/// # Ok::<(), plywood::Error>(())
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not fit a model that ends in `{A}` with output `{Out}`",
    label = "needs another last activation or output",
    note = "after `softmax`, or `linear` for logits: `SparseCategoricalCrossentropy` for class numbers, `CategoricalCrossentropy` for one-hot targets",
    note = "after `sigmoid`, or `linear` for logits: `BinaryCrossentropy`; after any activation: `MeanSquaredError`"
)]
pub trait Loss<Out: Shape, A>: LossOptions + Clone + Send + Sync {
    /// What the outputs are compared with.
    type Target: Target;

    /// Whether [`gradient`](Self::gradient) is taken with respect to the logits, through the activation: for
    /// some pairs of activation and loss that is both simpler and more exact.
    const FUSED: bool = false;

    /// How many losses a sample has: one, or one for each position of its [target](Target::POSITIONS), if those have
    /// weights and masks of their own. The built-in losses that look at the last axis have those of all others, as in
    /// Keras.
    const POSITIONS: usize = 1;

    /// Whether the settings make sense; `fit` asks before it changes anything.
    ///
    /// # Errors
    /// [`Error::Setting`](crate::Error::Setting) for a setting out of its range.
    fn check(&self) -> Result<()> {
        Ok(())
    }

    /// The numbers that the formula is defined for as targets, if not for all. Whatever is given for training or
    /// evaluation is compared with it first; targets that are class numbers are always classes.
    ///
    /// A bound that is inside may be missed by a rounding error, up to 1e-4.
    ///
    /// ```
    /// use plywood::prelude::*;
    ///
    /// let data: Dataset<Features<1>, Features<1>> = Dataset::new([[0.1], [0.2], [0.3]], [[0.0], [1.0], [2.0]])?;
    /// let mut model = model![Dense<1, 1, sigmoid>].compile(Adam::new(0.1), BinaryCrossentropy::new(), ());
    /// let error = model.fit(&data, Fit::epochs(1)).unwrap_err().to_string();
    /// assert!(error.starts_with("targets, row 2, column 0: 2, where `binary_crossentropy` needs a number from 0 to 1"));
    /// # Ok::<(), plywood::Error>(())
    /// ```
    fn target_domain(&self) -> Option<Domain> {
        None
    }

    /// The numbers that the formula is defined for as outputs of the model, if not for all. In training and evaluation
    /// an output outside is an error, which should [say](Domain::help) what the model has to end in.
    fn output_domain(&self) -> Option<Domain> {
        None
    }

    /// Whether this `loss`, of a position of a sample, is looked at at all. One that is not counts neither in the sum of
    /// the losses nor in their number.
    fn counts<T: Scalar>(
        &self,
        targets: <Self::Target as Target>::Batch<'_, T>,
        position: usize,
        sample: usize,
        loss: T,
    ) -> bool {
        let _ = (targets, position, sample, loss);
        true
    }

    /// The loss `L` of each sample, into `losses`, one for each lane; of several [positions](Self::POSITIONS), those of
    /// the first one for all lanes, then those of the second, and so on. Those of padding lanes are not read.
    fn losses<T: Scalar>(
        &self,
        prediction: Prediction<'_, T, Out>,
        targets: <Self::Target as Target>::Batch<'_, T>,
        losses: &mut [T],
    );

    /// The gradient of the sum of all losses with respect to the outputs, or to the logits if
    /// [`FUSED`](Self::FUSED): as a rule, that of each sample's loss with respect to its own. What is written to
    /// padding lanes is not read.
    fn gradient<T: Scalar>(
        &self,
        prediction: Prediction<'_, T, Out>,
        targets: <Self::Target as Target>::Batch<'_, T>,
        gradient: BatchMut<'_, T, Out>,
    );

    /// The same for `Σ sᵢ Lᵢ`, with a share `s` for each loss, in the same order. To be written only for a loss that
    /// compares the samples of a batch, so that one's loss depends on the others' outputs; for any other, each sample's
    /// gradient is multiplied by its share.
    #[inline(always)]
    fn shared_gradient<T: Scalar>(
        &self,
        prediction: Prediction<'_, T, Out>,
        targets: <Self::Target as Target>::Batch<'_, T>,
        shares: &[T],
        mut gradient: BatchMut<'_, T, Out>,
    ) {
        self.gradient(prediction, targets, gradient.reborrow());
        let values = gradient.values();
        let of_position = values.len() / const { Self::POSITIONS };
        let lanes = shares.len() / const { Self::POSITIONS };
        for (values, shares) in values.chunks_exact_mut(of_position).zip(shares.chunks_exact(lanes)) {
            multiply_lanes(values, shares);
        }
    }
}

/// What every loss has, whatever model it is used for.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a loss",
    label = "not a loss",
    note = "write `MeanSquaredError::default()`, for example"
)]
pub trait LossOptions {
    /// The name that it has in scores, where it is used as a metric.
    fn name(&self) -> &str;

    /// How the losses of a batch become one number.
    fn reduction(&self) -> Reduction {
        Reduction::default()
    }

    /// How many times it counts in what training makes small.
    fn weight(&self) -> f64 {
        1.0
    }
}

/// What a model makes of a batch; of a model with several outputs, tuples.
pub struct Prediction<'a, T: Scalar, Out: Flow> {
    /// The last layer's result before its activation.
    pub preactivations: Out::Batch<'a, T>,
    /// The model's outputs: the activation of the logits.
    pub outputs: Out::Batch<'a, T>,
    /// What the code around is compiled for.
    pub(crate) instructions: Instructions,
}

impl<'a, T: Scalar, Out: Flow> Prediction<'a, T, Out> {
    /// Of outputs, and of what the last layer computed before its activation.
    #[inline(always)]
    pub const fn new(preactivations: Out::Batch<'a, T>, outputs: Out::Batch<'a, T>) -> Self {
        Self { preactivations, outputs, instructions: Instructions::TARGET }
    }
}

impl<T: Scalar, Out: Flow> fmt::Debug for Prediction<'_, T, Out> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Prediction").field("outputs", &self.outputs).finish_non_exhaustive()
    }
}

impl<T: Scalar, Out: Flow> Clone for Prediction<'_, T, Out> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Scalar, Out: Flow> Copy for Prediction<'_, T, Out> {}

/// What every loss has: `new`, its name, and the option `reduction`.
macro_rules! options {
    ($loss:ident $(<const $parameter:ident>)?, $name:expr) => {
        impl$(<const $parameter: usize>)? $loss$(<$parameter>)? {
            /// The loss with Keras' defaults.
            pub fn new() -> Self {
                Self::default()
            }

            /// How the losses of a batch become one number; by default
            /// [`SumOverBatchSize`](crate::losses::Reduction::SumOverBatchSize).
            #[must_use]
            pub const fn reduction(mut self, reduction: crate::losses::Reduction) -> Self {
                self.reduction = reduction;
                self
            }
        }

        impl$(<const $parameter: usize>)? crate::losses::LossOptions for $loss$(<$parameter>)? {
            fn name(&self) -> &str {
                $name
            }

            fn reduction(&self) -> crate::losses::Reduction {
                self.reduction
            }
        }
    };
}
pub(super) use options;
