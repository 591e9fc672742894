use super::monitor::{Monitor, builders, check_reference};
use super::{BatchLogs, Callback, EpochLogs, Training};
use crate::Weight;
use crate::error::{Error, Result, check_setting};

/// When [`ModelCheckpoint`] keeps the weights.
///
/// Made from a number too: `.save_freq(100)`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SaveFreq {
    /// After each epoch.
    #[default]
    Epoch,
    /// After every so many batches.
    Batches(usize),
}

impl From<usize> for SaveFreq {
    fn from(batches: usize) -> Self {
        Self::Batches(batches)
    }
}

/// Keeps a copy of the weights on the way, in memory: the last ones, or the best.
///
/// Each copy takes the place of the one before. With [`save_best_only`](Self::save_best_only) weights are kept when
/// the number that is watched is better than ever; epochs without the number, because there was no validation, are
/// passed over, where Keras keeps the weights with a warning. A number that is NaN is not better.
///
/// Defaults: the weights after each epoch; where the best are asked for, by `val_loss`.
///
/// ```
/// use plywood::callbacks::ModelCheckpoint;
/// use plywood::prelude::*;
/// use plywood::Weight;
///
/// let (train, test) = datasets::iris().shuffle(5).split(0.8)?;
/// let metrics = (Accuracy::default(),);
/// let loss = SparseCategoricalCrossentropy::default();
/// let mut model = model![Dense<4, 3, softmax>].compile(SGD::new(0.1), loss, metrics);
/// let mut checkpoint = ModelCheckpoint::new().monitor("val_accuracy").save_best_only(true);
/// model.fit(&train, Fit::epochs(20).validation_data(&test).callbacks(&mut checkpoint))?;
///
/// let best: Vec<Weight<f32>> = checkpoint.weights().iter().cloned().map(Weight::cast).collect();
/// model.set_weights(&best)?;
/// assert_eq!(model.evaluate(&test)?.get("accuracy"), checkpoint.best());
/// # Ok::<(), plywood::Error>(())
/// ```
///
/// # Errors
/// When training begins: [`Setting`](crate::Error::Setting) for every 0 batches, or a threshold that is not finite. If
/// only the best weights are kept, also [`UnknownScore`](crate::Error::UnknownScore) for a number that there will
/// not be, after batches all but `loss`, and [`NoDirection`](crate::Error::NoDirection) if nothing says which way it
/// gets better.
#[derive(Clone, Debug)]
pub struct ModelCheckpoint {
    monitor: Monitor,
    save_best_only: bool,
    save_freq: SaveFreq,
    initial_value_threshold: Option<f64>,
    /// The number of batches since it was looked whether to keep the weights.
    batches: usize,
    weights: Vec<Weight<f64>>,
    epoch: Option<usize>,
}

builders!(ModelCheckpoint);

impl ModelCheckpoint {
    /// Whether only weights are kept with which the number is better than ever; by default not.
    #[must_use]
    pub const fn save_best_only(mut self, best_only: bool) -> Self {
        self.save_best_only = best_only;
        self
    }

    /// When weights are kept: after each epoch, as by default, or after every so many batches, counted on from epoch to
    /// epoch.
    #[must_use]
    pub fn save_freq(mut self, frequency: impl Into<SaveFreq>) -> Self {
        self.save_freq = frequency.into();
        self
    }

    /// What the number has to be better than for weights to be kept the first time. By default anything is better.
    #[must_use]
    pub const fn initial_value_threshold(mut self, value: f64) -> Self {
        self.initial_value_threshold = Some(value);
        self
    }

    /// The weights that were kept last, in the last training; none if there were none to be kept.
    pub fn weights(&self) -> &[Weight<f64>] {
        &self.weights
    }

    /// The epoch, counted from 0, that they come from.
    pub const fn epoch(&self) -> Option<usize> {
        self.epoch
    }

    fn begin(&mut self, training: &Training<'_>) -> Result<()> {
        (self.batches, self.weights, self.epoch) = (0, Vec::new(), None);
        check_reference("initial_value_threshold", self.initial_value_threshold)?;
        if let SaveFreq::Batches(batches) = self.save_freq {
            check_setting("save_freq", batches as f64, batches > 0, "at least 1")?;
        }
        if !self.save_best_only {
            return Ok(());
        }
        if self.save_freq != SaveFreq::Epoch && self.monitor.name != "loss" {
            let (name, names) = (self.monitor.name.clone(), vec!["loss".to_owned()]);
            return Err(Error::UnknownScore { name, names });
        }
        self.monitor.begin(self.initial_value_threshold, training)
    }

    fn save(&mut self, epoch: usize, value: Option<f64>, training: &Training<'_>) {
        if !self.save_best_only || value.is_some_and(|value| self.monitor.improves(value)) {
            self.weights = training.weights();
            self.epoch = Some(epoch);
        }
    }
}

impl Default for ModelCheckpoint {
    fn default() -> Self {
        Self {
            monitor: Monitor::new(0.0),
            save_best_only: false,
            save_freq: SaveFreq::default(),
            initial_value_threshold: None,
            batches: 0,
            weights: Vec::new(),
            epoch: None,
        }
    }
}

impl Callback for ModelCheckpoint {
    fn on_train_begin(&mut self, training: &mut Training<'_>) {
        training.check(self.begin(training));
    }

    fn on_train_batch_end(&mut self, logs: &BatchLogs, training: &mut Training<'_>) {
        let SaveFreq::Batches(frequency) = self.save_freq else { return };
        self.batches += 1;
        if self.batches == frequency {
            self.batches = 0;
            self.save(logs.epoch, Some(logs.loss), training);
        }
    }

    fn on_epoch_end(&mut self, logs: &mut EpochLogs, training: &mut Training<'_>) {
        if self.save_freq == SaveFreq::Epoch {
            self.save(logs.epoch, logs.get(&self.monitor.name), training);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::callbacks::scripted::{data, gather, line, scores, train, weights};
    use crate::callbacks::{LambdaCallback, Mode};
    use crate::prelude::Fit;

    fn best() -> ModelCheckpoint {
        ModelCheckpoint::new().monitor("score").mode(Mode::Min).save_best_only(true)
    }

    /// The epoch whose weights are kept in the end.
    fn kept(mut checkpoint: ModelCheckpoint, script: &[f64]) -> Option<usize> {
        kept_by(&mut checkpoint, script)
    }

    fn kept_by(checkpoint: &mut ModelCheckpoint, script: &[f64]) -> Option<usize> {
        let mut all = Vec::new();
        let callbacks = (scores(script), gather(&mut all), &mut *checkpoint);
        train(&mut line(0.8), script.len(), callbacks).unwrap();
        match checkpoint.epoch() {
            None => assert!(checkpoint.weights().is_empty()),
            Some(epoch) => assert_eq!(checkpoint.weights(), all[epoch]),
        }
        checkpoint.epoch()
    }

    #[test]
    fn the_last_weights_are_kept_or_the_best() {
        let script = [3.0, 1.0, 2.0, 1.0];
        assert_eq!(kept(ModelCheckpoint::new(), &script), Some(3));
        assert_eq!(kept(best(), &script), Some(1));
        assert_eq!(kept(best().mode(Mode::Max), &script), Some(0));
        assert_eq!(kept(best(), &[3.0, f64::NAN, 2.0, f64::NAN]), Some(2));
    }

    #[test]
    fn a_threshold_has_to_be_beaten_first() {
        assert_eq!(kept(best().initial_value_threshold(2.0), &[3.0, 2.0, 1.0, 1.5]), Some(2));
        let mut checkpoint = best().initial_value_threshold(0.5);
        assert_eq!(kept_by(&mut checkpoint, &[3.0, 2.0, 1.0, 1.5]), None);
        assert_eq!(checkpoint.best(), None);
    }

    #[test]
    fn batches_are_counted_from_epoch_to_epoch() {
        let mut after_batches = Vec::new();
        let mut checkpoint = ModelCheckpoint::new().save_freq(3);
        let gather =
            LambdaCallback::new().on_train_batch_end(|_, training| after_batches.push(training.weights()));
        // Of eight batches in four epochs, the third and the sixth.
        train(&mut line(0.8), 4, (gather, &mut checkpoint)).unwrap();
        assert_eq!((checkpoint.weights(), checkpoint.epoch()), (&*after_batches[5], Some(2)));
    }

    #[test]
    fn after_batches_the_best_is_told_by_the_running_loss() {
        let mut losses = Vec::new();
        let gather = LambdaCallback::new()
            .on_train_batch_end(|logs, training| losses.push((logs.loss, training.weights())));
        let mut checkpoint = ModelCheckpoint::new().monitor("loss").save_best_only(true).save_freq(1);
        train(&mut line(0.1), 4, (gather, &mut checkpoint)).unwrap();
        let (loss, weights) = losses.into_iter().min_by(|(a, _), (b, _)| a.total_cmp(b)).unwrap();
        assert_eq!((checkpoint.best(), checkpoint.weights()), (Some(loss), &*weights));
    }

    #[test]
    fn every_training_begins_anew() {
        let mut checkpoint = best();
        train(&mut line(0.8), 2, (scores(&[1.0, 2.0]), &mut checkpoint)).unwrap();
        assert_eq!((checkpoint.best(), checkpoint.epoch()), (Some(1.0), Some(0)));
        let mut model = line(0.8);
        train(&mut model, 2, (scores(&[9.0, 8.0]), &mut checkpoint)).unwrap();
        assert_eq!((checkpoint.best(), checkpoint.weights()), (Some(8.0), &*weights(&model)));
    }

    #[test]
    fn what_makes_no_sense_is_an_error() {
        let refused = |checkpoint: ModelCheckpoint| {
            let data = data();
            let fit = Fit::epochs(1).validation_data(&data).callbacks(checkpoint);
            line(0.8).fit(&data, fit).unwrap_err().to_string()
        };
        let best = || ModelCheckpoint::new().save_best_only(true);
        assert_eq!(refused(ModelCheckpoint::new().save_freq(0)), "save_freq is 0, but must be at least 1");
        let threshold = "initial_value_threshold is NaN, but must be finite";
        assert_eq!(refused(best().initial_value_threshold(f64::NAN)), threshold);
        let unknown = "there is no `val_los` in this training; there are `loss`, `val_loss`";
        assert_eq!(refused(best().monitor("val_los")), unknown);
        let not_after_batches = "there is no `val_loss` in this training; there are `loss`";
        assert_eq!(refused(best().save_freq(2)), not_after_batches);
    }
}
