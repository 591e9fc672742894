use alloc::borrow::ToOwned;
use alloc::vec;
use alloc::vec::Vec;
#[cfg(feature = "safetensors")]
use std::path::Path;

#[cfg(feature = "safetensors")]
use super::file_name::FileName;
#[cfg(feature = "safetensors")]
use super::files::Saved;
use super::monitor::{Monitor, builders, check_reference};
use super::{BatchLogs, Callback, EpochLogs, SaveFreq, Training};
use crate::error::{Error, Result};
#[cfg(feature = "safetensors")]
use crate::files::{check_replaceable, make_folder};
use crate::model::Weight;
use crate::saving::State;

/// Keeps the weights on the way, the last ones or the best: a copy in memory, or files.
///
/// With a [`filepath`](Self::filepath) they are written to a file, with all that a training needs to go on, unless
/// [`save_weights_only`](Self::save_weights_only) is set. Otherwise each copy takes the place of the one before.
///
/// With [`save_best_only`](Self::save_best_only) weights are kept when the number that is watched is better than ever;
/// epochs without the number, because there was no validation, are passed over, where Keras keeps the weights with a
/// warning. A number that is NaN is not better.
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
/// [`File`](crate::Error::File) for a file that cannot be written, as far as it can be known when training begins.
/// Then: [`Setting`](crate::Error::Setting) for every 0 batches, or a threshold that is not finite;
/// [`Format`](crate::Error::Format) for a file name that makes no sense. If only the best weights are kept, also
/// [`UnknownScore`](crate::Error::UnknownScore) for a number that there will not be, after batches all but `loss`, and
/// [`NoDirection`](crate::Error::NoDirection) if nothing says which way it gets better. Where it goes on with weights
/// from a file: [`VariableName`](crate::Error::VariableName), [`VariableShape`](crate::Error::VariableShape) or
/// [`VariableNotFinite`](crate::Error::VariableNotFinite) if those are not weights of the model.
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
    #[cfg(feature = "safetensors")]
    file: File,
}

/// Where the weights are written to, if they are, and what else is.
#[cfg(feature = "safetensors")]
#[derive(Clone, Debug, Default)]
struct File {
    template: Option<String>,
    name: FileName,
    weights_only: bool,
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

    /// Keeps the weights in files of this name, not in memory. Fields in braces are filled with the epoch, the batch,
    /// both counted from 1, and the numbers of the epoch's logs: `weights.{epoch:02d}-{val_loss:.2f}.safetensors`, as
    /// in Keras. Behind the colon may stand a width, with a 0 before it if zeros fill it up, and a point with the
    /// number of digits behind it. Folders that are missing are made.
    #[cfg(feature = "safetensors")]
    #[must_use]
    pub fn filepath(mut self, template: impl Into<String>) -> Self {
        self.file.template = Some(template.into());
        self
    }

    /// Whether files have the weights alone. By default they have all that a training needs to go on: see
    /// [`Compiled::load`](crate::Compiled::load).
    #[cfg(feature = "safetensors")]
    #[must_use]
    pub const fn save_weights_only(mut self, weights_only: bool) -> Self {
        self.file.weights_only = weights_only;
        self
    }

    /// What the number has to be better than for weights to be kept the first time. By default anything is better.
    #[must_use]
    pub const fn initial_value_threshold(mut self, value: f64) -> Self {
        self.initial_value_threshold = Some(value);
        self
    }

    /// The weights that were kept last, in the last training; none if there were none to be kept, or they are in a
    /// file.
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
        self.save_freq.check()?;
        #[cfg(feature = "safetensors")]
        if let Some(template) = &self.file.template {
            self.file.name = FileName::parse(template)?;
            self.file.name.check(&self.names(training))?;
            check_replaceable(Path::new(&self.file.name.beginning()))?;
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

    /// The names of the numbers that there are where the weights are kept.
    #[cfg(feature = "safetensors")]
    fn names<'a>(&self, training: &'a Training<'_>) -> Vec<&'a str> {
        match self.save_freq {
            SaveFreq::Epoch => training.names().iter().map(String::as_str).collect(),
            SaveFreq::Batches(_) => vec!["loss"],
        }
    }

    /// Keeps the weights after so many batches of this epoch, if they are to be kept.
    #[cfg_attr(
        not(feature = "safetensors"),
        expect(unused_variables, reason = "only file names have batches")
    )]
    fn save(
        &mut self,
        epoch: usize,
        batches: usize,
        number: impl Fn(&str) -> Option<f64>,
        training: &mut Training<'_>,
    ) {
        let value = number(&self.monitor.name);
        if self.save_best_only && !value.is_some_and(|value| self.monitor.improves(value)) {
            return;
        }
        self.epoch = Some(epoch);
        #[cfg(feature = "safetensors")]
        if self.file.template.is_some() {
            let what = if self.file.weights_only { Saved::Weights } else { Saved::Everything };
            let name = self.file.name.fill(epoch + 1, batches, number);
            // Its folder may have fields too.
            training.check(make_folder(Path::new(&name)));
            training.save(name, what);
            return;
        }
        self.weights = training.weights();
    }

    fn load(&mut self, state: &State, training: &Training<'_>) -> Result<()> {
        self.monitor.load_state(state)?;
        self.batches = state.get("batches")?;
        self.epoch = state.get("epoch")?;
        self.weights = state.get("weights")?;
        if self.weights.is_empty() { Ok(()) } else { training.check_weights(&self.weights) }
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
            #[cfg(feature = "safetensors")]
            file: File::default(),
        }
    }
}

impl Callback for ModelCheckpoint {
    fn on_train_begin(&mut self, training: &mut Training<'_>) {
        let result = self.begin(training);
        training.check(result);
    }

    fn on_train_batch_end(&mut self, logs: &BatchLogs, training: &mut Training<'_>) {
        if self.save_freq.is_due_after_batch(&mut self.batches) {
            self.save(logs.epoch, logs.batch + 1, |name| (name == "loss").then_some(logs.loss), training);
        }
    }

    fn on_epoch_end(&mut self, logs: &mut EpochLogs, training: &mut Training<'_>) {
        if self.save_freq == SaveFreq::Epoch {
            self.save(logs.epoch, training.steps(), |name| logs.get(name), training);
        }
    }

    fn save_state(&self, state: &mut State) {
        self.monitor.save_state(state);
        state.put("batches", &self.batches);
        state.put("epoch", &self.epoch);
        state.put("weights", &self.weights);
    }

    fn load_state(&mut self, state: &State, training: &mut Training<'_>) {
        let result = self.load(state, training);
        training.check(result);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::callbacks::{LambdaCallback, Mode};
    use crate::prelude::Fit;
    use crate::training::testing::{data, gather, line, scores, train, weights};

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
