use plywood::Scalar;
use plywood::optimizers::{Optimizer, Options, Update};

/// Steps of fixed length against the gradient's sign, shorter with every step.
#[derive(Clone)]
pub struct SignDescent {
    pub options: Options,
}

impl Optimizer for SignDescent {
    fn options(&self) -> &Options {
        &self.options
    }

    fn options_mut(&mut self) -> &mut Options {
        &mut self.options
    }

    fn update<T: Scalar>(&self, update: Update<'_, T>) -> bool {
        let rate = T::of(update.learning_rate / (1.0 + 0.05 * update.iterations as f64));
        for (variable, &gradient) in update.variables.iter_mut().zip(update.gradients) {
            *variable -= if gradient == T::zero() { T::zero() } else { rate.copysign(gradient) };
        }
        true
    }
}
