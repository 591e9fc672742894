use super::{Loss, LossOptions, Prediction, Reduction};
use crate::{Batch, BatchMut, Result, Scalar, Shape};

/// A loss that is the mean of a function of each output `p` and its target `y`: `L = mean(f(p, y))`.
///
/// For outputs of every shape and activation, with targets of the same shape.
///
/// ```
/// use plywood::losses::Pointwise;
/// use plywood::Scalar;
///
/// /// Twice as bad below the target as above it.
/// #[derive(Clone)]
/// struct Lopsided;
///
/// impl Pointwise for Lopsided {
///     const NAME: &'static str = "lopsided";
///     fn value<T: Scalar>(&self, p: T, y: T) -> T {
///         (p - y) * self.derivative(p, y)
///     }
///     fn derivative<T: Scalar>(&self, p: T, y: T) -> T {
///         if p < y { -T::of(2.0) } else { T::one() }
///     }
/// }
/// ```
pub trait Pointwise: Clone + Send + Sync {
    /// The name that it has in scores, where it is used as a metric.
    const NAME: &'static str;

    /// How the losses of a batch become one number.
    fn reduction(&self) -> Reduction {
        Reduction::default()
    }

    /// Whether the settings make sense; `fit` asks before it changes anything.
    ///
    /// # Errors
    /// [`Error::Setting`](crate::Error::Setting) for a setting out of its range.
    fn check(&self) -> Result<()> {
        Ok(())
    }

    /// `f(p, y)`
    fn value<T: Scalar>(&self, p: T, y: T) -> T;

    /// `∂f/∂p`
    fn derivative<T: Scalar>(&self, p: T, y: T) -> T;
}

#[diagnostic::do_not_recommend]
impl<L: Pointwise> LossOptions for L {
    fn name(&self) -> &str {
        L::NAME
    }

    fn reduction(&self) -> Reduction {
        Pointwise::reduction(self)
    }
}

#[diagnostic::do_not_recommend]
impl<Out: Shape, A, L: Pointwise> Loss<Out, A> for L {
    type Target = Out;

    fn check(&self) -> Result<()> {
        Pointwise::check(self)
    }

    fn losses<T: Scalar>(
        &self,
        prediction: Prediction<'_, T, Out>,
        targets: Batch<'_, T, Out>,
        losses: &mut [T],
    ) {
        let share = T::one() / T::of(Out::LEN as f64);
        losses.fill(T::zero());
        for (outputs, targets) in prediction.outputs.features().zip(targets.features()) {
            for ((loss, &p), &y) in losses.iter_mut().zip(outputs).zip(targets) {
                *loss += share * self.value(p, y);
            }
        }
    }

    fn gradient<T: Scalar>(
        &self,
        prediction: Prediction<'_, T, Out>,
        targets: Batch<'_, T, Out>,
        mut gradient: BatchMut<'_, T, Out>,
    ) {
        let share = T::one() / T::of(Out::LEN as f64);
        let pairs = prediction.outputs.values().iter().zip(targets.values());
        for (gradient, (&p, &y)) in gradient.values().iter_mut().zip(pairs) {
            *gradient = share * self.derivative(p, y);
        }
    }
}
