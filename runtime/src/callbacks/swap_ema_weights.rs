use super::{Callback, EpochLogs, Training};
use crate::error::Error;

/// Evaluates the model with the moving averages of its weights in their place, in an optimizer with
/// [`use_ema(true)`](crate::optimizers::Options::use_ema).
///
/// The weights are back before the next batch. With [`swap_on_epoch`](Self::swap_on_epoch) callbacks behind this one
/// see the averages after each epoch too, so that [`ModelCheckpoint`](super::ModelCheckpoint) keeps them. In the end
/// the model has the averages, as without this callback.
///
/// Default: only to evaluate.
///
/// ```
/// use plywood::callbacks::SwapEMAWeights;
/// use plywood::prelude::*;
///
/// let (train, test) = datasets::iris().shuffle(5).split(0.8)?;
/// let loss = SparseCategoricalCrossentropy::default();
/// let adam = Adam::new(0.01).use_ema(true);
/// let mut model = model![Dense<4, 3, softmax>].compile(adam, loss, ());
/// let fit = Fit::epochs(5).batch_size(30).validation_data(&test).callbacks(SwapEMAWeights::new());
/// let history = model.fit(&train, fit)?;
/// let last = history.get("val_loss").and_then(|losses| losses.last().copied());
/// assert_eq!(last, Some(model.evaluate_in_batches(&test, 30)?.loss()));
/// # Ok::<(), plywood::Error>(())
/// ```
///
/// # Errors
/// When training begins: [`NoAverages`](crate::Error::NoAverages) if the optimizer keeps none.
#[derive(Clone, Copy, Debug, Default)]
pub struct SwapEMAWeights {
    swap_on_epoch: bool,
}

impl SwapEMAWeights {
    /// The callback with Keras' defaults.
    pub const fn new() -> Self {
        Self { swap_on_epoch: false }
    }

    /// Whether callbacks behind this one see the averages after each epoch; by default they see the weights.
    #[must_use]
    pub const fn swap_on_epoch(mut self, swap: bool) -> Self {
        self.swap_on_epoch = swap;
        self
    }
}

impl Callback for SwapEMAWeights {
    fn on_train_begin(&mut self, training: &mut Training<'_>) {
        if !training.keeps_averages() {
            training.fail(Error::NoAverages);
        }
    }

    fn on_test_begin(&mut self, training: &mut Training<'_>) {
        training.use_averages(true);
    }

    fn on_test_end(&mut self, training: &mut Training<'_>) {
        training.use_averages(false);
    }

    fn on_epoch_end(&mut self, _: &mut EpochLogs, training: &mut Training<'_>) {
        training.use_averages(self.swap_on_epoch);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::callbacks::LambdaCallback;
    use crate::prelude::Fit;
    use crate::training::testing::{averaging, data, gather, line, train, weights};

    #[test]
    fn validation_and_callbacks_behind_see_the_averages() {
        let data = data();
        // Without the callback, a training of two epochs ends with the averages after the second.
        let mut short = averaging();
        train(&mut short, 2, ()).unwrap();
        let (averages, loss) = (weights(&short), short.evaluate(&data).unwrap().loss());
        for swap_on_epoch in [true, false] {
            let mut all = Vec::new();
            let swap = SwapEMAWeights::new().swap_on_epoch(swap_on_epoch);
            let fit = Fit::epochs(4).batch_size(1).shuffle(false).validation_data(&data);
            let history = averaging().fit(&data, fit.callbacks((swap, gather(&mut all)))).unwrap();
            let validated = history.get("val_loss").unwrap()[1];
            assert!((validated - loss).abs() < 1e-7, "{validated} {loss}");
            assert_eq!(all[1] == averages, swap_on_epoch);
        }
    }

    #[test]
    fn training_learns_the_same_and_ends_with_the_averages() {
        let stop = || {
            LambdaCallback::new().on_epoch_end(|logs, training| {
                if logs.epoch == 2 {
                    training.stop();
                }
            })
        };
        let (mut plain, mut swapped) = (averaging(), averaging());
        for _ in 0..2 {
            train(&mut plain, 5, stop()).unwrap();
            train(&mut swapped, 5, (SwapEMAWeights::new().swap_on_epoch(true), stop())).unwrap();
            assert_eq!(weights(&plain), weights(&swapped));
        }
        train(&mut plain, 1, ()).unwrap();
        train(&mut swapped, 1, ()).unwrap();
        assert_eq!(weights(&plain), weights(&swapped));
    }

    #[test]
    fn averages_have_to_be_kept() {
        let mut model = line(0.8);
        assert_eq!(train(&mut model, 1, SwapEMAWeights::new()), Err(Error::NoAverages));
        assert_eq!(model.iterations(), 0);
    }
}
