use super::{Callback, EpochLogs, Training, learning_rate};

/// Sets the learning rate before each epoch: to what a function makes of the epoch, counted from 0, and the rate so
/// far.
///
/// The logs get `learning_rate`: the one that the epoch was trained with. For a rate that changes from step to step,
/// give the optimizer one of the [`schedules`](crate::schedules).
///
/// ```
/// use plywood::callbacks::LearningRateScheduler;
/// use plywood::prelude::*;
///
/// let loss = SparseCategoricalCrossentropy::default();
/// let mut model = model![Dense<4, 3, softmax>].compile(SGD::new(0.5), loss, ());
/// let halve = LearningRateScheduler::new(|epoch, rate| if epoch < 2 { rate } else { rate / 2.0 });
/// let history = model.fit(&datasets::iris(), Fit::epochs(4).callbacks(halve))?;
/// assert_eq!(history.get("learning_rate"), Some(&[0.5, 0.5, 0.25, 0.125][..]));
/// # Ok::<(), plywood::Error>(())
/// ```
///
/// # Errors
/// [`Scheduled`](crate::Error::Scheduled) if the optimizer's rate follows a schedule already, and
/// [`Setting`](crate::Error::Setting) for a rate that is negative or not finite.
#[derive(Clone, Debug)]
pub struct LearningRateScheduler<F> {
    schedule: F,
}

impl<F: FnMut(usize, f64) -> f64> LearningRateScheduler<F> {
    /// Sets the rate to `schedule(epoch, rate)`.
    pub const fn new(schedule: F) -> Self {
        Self { schedule }
    }
}

impl<F: FnMut(usize, f64) -> f64> Callback for LearningRateScheduler<F> {
    fn on_train_begin(&mut self, training: &mut Training<'_>) {
        learning_rate::begin(training);
    }

    fn on_epoch_begin(&mut self, epoch: usize, training: &mut Training<'_>) {
        let rate = (self.schedule)(epoch, training.learning_rate());
        let result = training.set_learning_rate(rate);
        training.check(result);
    }

    fn on_epoch_end(&mut self, logs: &mut EpochLogs, training: &mut Training<'_>) {
        learning_rate::log(logs, training);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Error;
    use crate::prelude::ExponentialDecay;
    use crate::training::testing::{line, train};

    #[test]
    fn the_rate_is_what_the_function_says() {
        let mut asked = Vec::new();
        let scheduler = LearningRateScheduler::new(|epoch, rate| {
            asked.push((epoch, rate));
            rate / (epoch + 1) as f64
        });
        let mut model = line(0.6);
        let history = train(&mut model, 3, scheduler).unwrap();
        assert_eq!(history.get("learning_rate"), Some(&[0.6, 0.3, 0.3 / 3.0][..]));
        assert_eq!(asked, [(0, 0.6), (1, 0.6), (2, 0.3)]);
    }

    #[test]
    fn a_rate_that_is_none_ends_training_before_it_is_used() {
        let mut model = line(0.6);
        let scheduler = LearningRateScheduler::new(|epoch, _| if epoch < 2 { 0.1 } else { f64::NAN });
        let error = train(&mut model, 5, scheduler).unwrap_err();
        assert_eq!(error.to_string(), "the learning rate is NaN, but must be 0 or more");
        assert_eq!((model.history().epochs(), model.iterations()), (&[0, 1][..], 4));
    }

    #[test]
    fn a_scheduled_rate_cannot_be_set() {
        let mut model = line(ExponentialDecay::new(0.8, 10, 0.5));
        let result = train(&mut model, 1, LearningRateScheduler::new(|_, rate| rate));
        assert_eq!((result, model.iterations()), (Err(Error::Scheduled), 0));
    }
}
