use super::options::Options;
use super::update::Update;
use crate::error::Result;
use crate::tensor::Scalar;

/// A rule that changes variables to make the loss smaller.
///
/// An optimizer is a description; what it remembers from step to step, so many numbers for each variable,
/// lies with the model's other numbers and is lent to it as [`Update::slots`]. Its [`Options`] are seen to by whoever
/// makes the steps.
/// ```
/// use plywood::Scalar;
/// use plywood::optimizers::{Optimizer, Options, Update};
/// use plywood::prelude::*;
///
/// /// Steps of one length against the sign of the gradient: `w ← w − η sign(g)`.
/// #[derive(Clone)]
/// struct SignSGD(Options);
///
/// impl Optimizer for SignSGD {
///     fn options(&self) -> &Options {
///         &self.0
///     }
///
///     fn options_mut(&mut self) -> &mut Options {
///         &mut self.0
///     }
///
///     fn update<T: Scalar>(&self, update: Update<'_, T>) -> bool {
///         let rate = T::of(update.learning_rate);
///         update.each(|w, g, []| (if g == T::zero() { w } else { w - rate.copysign(g) }, []))
///     }
/// }
///
/// let model = model![Dense<1, 1>(kernel_initializer = Zeros)];
/// let mut model = model.compile(SignSGD(Options::new(0.25)), MeanSquaredError::default(), ());
/// model.fit(&Dataset::new([[1.0]], [[9.0]])?, Fit::epochs(3))?;
/// // Kernel and bias are 0.75 both.
/// assert_eq!(model.predict(&[2.0]), [0.75 * 2.0 + 0.75]);
/// # Ok::<(), plywood::Error>(())
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an optimizer",
    label = "not an optimizer",
    note = "write `Adam::new(0.001)` or `SGD::new(0.01)`, for example"
)]
pub trait Optimizer: Clone + Send + Sync {
    /// Whether each variable has to come alone, with its name and its shape, because its norm or its rows matter. Otherwise all
    /// variables that are to be changed come in one piece where they lie side by side, which is faster.
    const SEPARATE: bool = false;

    /// The learning rate, and what else every optimizer can be told.
    fn options(&self) -> &Options;

    /// As [`options`](Self::options), to be changed.
    fn options_mut(&mut self) -> &mut Options;

    /// How many numbers it remembers for each number that it changes.
    fn slots(&self) -> usize {
        0
    }

    /// What slot number `slot` holds at first.
    fn first_value(&self, slot: usize) -> f64 {
        let _ = slot;
        0.0
    }

    /// The weight decay of the variable of this name and shape, if it has one: that of the options, for all but those
    /// that these exclude. Asked for if the options have one, or if each variable comes
    /// [alone](Self::SEPARATE).
    fn decay_of(&self, name: &str, shape: &[usize]) -> Option<f64> {
        let _ = shape;
        self.options().decay_of(name)
    }

    /// Whether the settings of its own make sense; `fit` asks before it changes anything.
    ///
    /// # Errors
    /// [`Error::Setting`](crate::Error::Setting) for a setting out of its range.
    fn check(&self) -> Result<()> {
        Ok(())
    }

    /// Makes one step. A number, variable or slot, that the step would make infinite or not a number becomes
    /// 0; `false` says that there was one, and training then ends with
    /// [`Error::Diverged`](crate::Error::Diverged). [`Update::each`] sees to that.
    fn update<T: Scalar>(&self, update: Update<'_, T>) -> bool;
}
