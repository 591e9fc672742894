//! The arguments of `fit`.

use alloc::vec::Vec;
use core::fmt;

use crate::callbacks::{Callback, Cancel};

/// The arguments of `fit`, under Keras' names.
///
/// `D` is the type of the validation data: the same as that of the training data.
#[derive(Clone)]
pub struct Fit<'a, D, C = ()> {
    pub(super) settings: Settings,
    pub(super) validation_data: Option<&'a D>,
    pub(super) callbacks: C,
}

/// Those that are numbers and the like.
#[derive(Clone)]
pub(super) struct Settings {
    pub(super) epochs: usize,
    pub(super) initial_epoch: usize,
    pub(super) resume: bool,
    pub(super) batch_size: Option<usize>,
    pub(super) steps_per_epoch: Option<usize>,
    pub(super) validation_split: Option<f64>,
    pub(super) validation_batch_size: Option<usize>,
    pub(super) validation_steps: Option<usize>,
    pub(super) validation_freq: ValidationFreq,
    pub(super) class_weight: Option<Vec<f64>>,
    pub(super) shuffle: bool,
    pub(super) seed: Option<u64>,
    pub(super) cancel: Option<Cancel>,
    pub(super) threads: Option<usize>,
    pub(super) verbose: Verbose,
}

/// After which epochs a model is evaluated on the validation data. Epochs are counted from 1 here, as in Keras.
///
/// Made from a number, or from a list: `Fit::epochs(9).validation_freq(3)`, `.validation_freq([1, 5, 9])`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ValidationFreq {
    /// After every so many epochs.
    Every(usize),
    /// After these epochs.
    After(Vec<usize>),
}

impl From<usize> for ValidationFreq {
    fn from(epochs: usize) -> Self {
        Self::Every(epochs)
    }
}

impl From<Vec<usize>> for ValidationFreq {
    fn from(epochs: Vec<usize>) -> Self {
        Self::After(epochs)
    }
}

impl<const N: usize> From<[usize; N]> for ValidationFreq {
    fn from(epochs: [usize; N]) -> Self {
        Self::After(epochs.into())
    }
}

/// What `fit` prints to standard output.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Verbose {
    /// Nothing: Keras' `verbose=0`.
    #[default]
    Silent,
    /// A line for each epoch, with the number of the epoch before it if there are several: Keras' `verbose=2`.
    ///
    /// ```text
    /// Epoch 3/50
    /// 24/24 - 0s - 2ms/step - accuracy: 0.5000 - loss: 0.6931 - val_accuracy: 0.5263 - val_loss: 0.6802
    /// ```
    #[cfg(feature = "std")]
    Lines,
    /// A bar while an epoch lasts, and then its line, which is all that there is where standard output is no terminal:
    /// Keras' `verbose=1`.
    #[cfg(feature = "progress")]
    Bar,
}

impl<D> Fit<'_, D> {
    /// Training for this many epochs, in batches of 32, shuffled, without validation.
    pub const fn epochs(epochs: usize) -> Self {
        let settings = Settings {
            epochs,
            initial_epoch: 0,
            resume: false,
            batch_size: None,
            steps_per_epoch: None,
            validation_split: None,
            validation_batch_size: None,
            validation_steps: None,
            validation_freq: ValidationFreq::Every(1),
            class_weight: None,
            shuffle: true,
            seed: None,
            cancel: None,
            threads: None,
            verbose: Verbose::Silent,
        };
        Self { settings, validation_data: None, callbacks: () }
    }
}

impl<'a, D, C> Fit<'a, D, C> {
    /// The epoch, counted from 0, at which training begins: what came before was done by an earlier `fit`. The number
    /// of [`epochs`](Self::epochs) includes those. By default 0; at most `usize::MAX / 2`, so that a history can be
    /// read again.
    #[must_use]
    pub fn initial_epoch(mut self, epoch: usize) -> Self {
        self.settings.initial_epoch = epoch;
        self
    }

    /// Whether to go on with the last training of this model, or with that of the one that was
    /// [loaded](crate::Compiled::load): as if it had not ended. By default a training begins anew.
    ///
    /// Training then begins in the epoch, at the batch, where the last one ended, if not all of the
    /// [`epochs`](Self::epochs) are done; the history goes on, and the callbacks remember what they knew. Data and
    /// arguments have to be the same. What a callback has done to the model when training ended, as
    /// [`EarlyStopping`](crate::callbacks::EarlyStopping) may put the best weights back, stays done. A model without a
    /// last training begins anew.
    #[must_use]
    pub fn resume(mut self, resume: bool) -> Self {
        self.settings.resume = resume;
        self
    }

    /// How many samples are learnt from at once; by default 32, or what
    /// [`steps_per_epoch`](Self::steps_per_epoch) asks for. The last batch of a pass through the data may be
    /// smaller.
    #[must_use]
    pub fn batch_size(mut self, batch_size: usize) -> Self {
        self.settings.batch_size = Some(batch_size);
        self
    }

    /// How many batches make an epoch; by default as many as the data has. With fewer, the next epoch goes on
    /// where this one ended; with more, the data is gone through again. Without a
    /// [`batch_size`](Self::batch_size), batches are as large as one pass through the data in one epoch needs.
    #[must_use]
    pub fn steps_per_epoch(mut self, steps: usize) -> Self {
        self.settings.steps_per_epoch = Some(steps);
        self
    }

    /// Data that the model is evaluated on after each epoch. They win over
    /// [`validation_split`](Self::validation_split).
    #[must_use]
    pub fn validation_data(mut self, data: &'a D) -> Self {
        self.validation_data = Some(data);
        self
    }

    /// The part of the training data, taken from the end before any shuffling, that is kept for validation. Of `n`
    /// samples, `n·(1 − fraction)` are learnt from, rounded down in `f64`, as in Keras.
    #[must_use]
    pub fn validation_split(mut self, fraction: f64) -> Self {
        self.settings.validation_split = Some(fraction);
        self
    }

    /// How many samples are evaluated at once; by default as many as are learnt from.
    #[must_use]
    pub fn validation_batch_size(mut self, batch_size: usize) -> Self {
        self.settings.validation_batch_size = Some(batch_size);
        self
    }

    /// How many batches of the validation data are looked at; by default all.
    #[must_use]
    pub fn validation_steps(mut self, steps: usize) -> Self {
        self.settings.validation_steps = Some(steps);
        self
    }

    /// After which epochs the model is evaluated: every so many, or those in a list, counted from 1. By default
    /// after each.
    #[must_use]
    pub fn validation_freq(mut self, frequency: impl Into<ValidationFreq>) -> Self {
        self.settings.validation_freq = frequency.into();
        self
    }

    /// A weight for each class: that many times count the losses of its samples, and what
    /// [`Weighted`](crate::metrics::Weighted) metrics say of them. Where samples have weights of their own, the
    /// two are multiplied. Validation does not see them.
    ///
    /// The class of a sample is its label, the largest of several target values, or a single one rounded to 0 or 1.
    #[must_use]
    pub fn class_weight(mut self, weights: impl Into<Vec<f64>>) -> Self {
        self.settings.class_weight = Some(weights.into());
        self
    }

    /// Whether each pass through the data sees the samples in an order of its own; by default it does. The order takes
    /// four bytes for each sample, of which there may be at most 4,294,967,295; without it, there may be any number.
    #[must_use]
    pub fn shuffle(mut self, shuffle: bool) -> Self {
        self.settings.shuffle = shuffle;
        self
    }

    /// The seed of shuffling and dropout; by default the one that the model was made with. How many epochs
    /// and steps the model has behind it counts too, so that a second `fit` does not repeat the first.
    #[must_use]
    pub fn seed(mut self, seed: u64) -> Self {
        self.settings.seed = Some(seed);
        self
    }

    /// A handle that ends the training from elsewhere.
    #[must_use]
    pub fn cancel(mut self, cancel: &Cancel) -> Self {
        self.settings.cancel = Some(cancel.clone());
        self
    }

    /// How many threads compute a large batch at most; by default all of the [rayon] pool that `fit` is called in, or
    /// of rayon's own. They need the feature `rayon`: without it, there is one. `evaluate`, `train_on_batch` and
    /// `minimize` take all of the pool.
    ///
    /// A batch is large if it makes two pieces or more, of 128 samples and some four million operations each. Weights,
    /// history and predictions are the same to the last bit, however many threads there are.
    ///
    /// [rayon]: https://docs.rs/rayon
    #[must_use]
    pub fn threads(mut self, threads: usize) -> Self {
        self.settings.threads = Some(threads);
        self
    }

    /// What is printed while the model is trained; by default nothing.
    #[must_use]
    pub fn verbose(mut self, verbose: Verbose) -> Self {
        self.settings.verbose = verbose;
        self
    }

    /// What looks on: one callback, or several in a tuple or a `Vec`. They take the place of any that were
    /// given before.
    #[must_use]
    pub fn callbacks<C2: Callback>(self, callbacks: C2) -> Fit<'a, D, C2> {
        Fit { settings: self.settings, validation_data: self.validation_data, callbacks }
    }
}

impl<D, C> fmt::Debug for Fit<'_, D, C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Fit")
            .field("epochs", &self.settings.epochs)
            .field("batch_size", &self.settings.batch_size)
            .field("validation_data", &self.validation_data.is_some())
            .field("validation_split", &self.settings.validation_split)
            .field("shuffle", &self.settings.shuffle)
            .field("seed", &self.settings.seed)
            .finish_non_exhaustive()
    }
}
