//! How far a training has come.

use alloc::format;
use alloc::vec::Vec;

use crate::error::{Error, Result};
use crate::history::History;
use crate::saving::{State, Storable, error};

/// What trainings have made of a model beside its numbers.
#[derive(Clone, Debug, Default)]
pub(super) struct Progress {
    /// The number of batches that were learnt from.
    pub(super) iterations: u64,
    /// How many times the data was gone through.
    pub(super) passes: u64,
    pub(super) history: History,
    pub(super) resume_point: ResumePoint,
}

/// Where the last training is: what one that goes on with it needs to know beside the model, the optimizer and the
/// history.
#[derive(Clone, Debug, Default)]
pub(super) struct ResumePoint {
    /// How many samples of the last pass through the data were learnt from.
    pub(super) position: usize,
    /// The epoch that training was interrupted in, if it was in the middle of one.
    pub(super) epoch: Option<PartialEpoch>,
    /// Whether it has not ended.
    pub(super) is_under_way: bool,
    /// What the callbacks remember.
    pub(super) callbacks: State,
}

/// The first batches of an epoch.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct PartialEpoch {
    /// How many they are.
    pub(super) batches: usize,
    /// The number of their samples.
    pub(super) samples: usize,
    /// The sum of the samples' losses.
    pub(super) loss: f64,
    /// What the metrics have gathered.
    pub(super) gathered: Vec<f64>,
}

impl PartialEpoch {
    /// Takes in the mean loss of a batch.
    pub(super) fn add(&mut self, loss: f64, samples: usize) {
        self.batches += 1;
        self.samples += samples;
        self.loss += loss * samples as f64;
    }

    /// The mean loss of the samples.
    pub(super) fn mean(&self) -> f64 {
        self.loss / self.samples as f64
    }
}

impl Storable for PartialEpoch {
    fn store(&self, name: &str, state: &mut State) {
        state.put(&format!("{name}/batches"), &self.batches);
        state.put(&format!("{name}/samples"), &self.samples);
        state.put(&format!("{name}/loss"), &self.loss);
        state.put(&format!("{name}/gathered"), &self.gathered);
    }

    fn restore(name: &str, state: &State) -> Result<Self> {
        let part = Self {
            batches: state.get(&format!("{name}/batches"))?,
            samples: state.get(&format!("{name}/samples"))?,
            loss: state.get(&format!("{name}/loss"))?,
            gathered: state.get(&format!("{name}/gathered"))?,
        };
        // A batch whose loss is NaN ends the training.
        match part {
            Self { loss, .. } if loss.is_nan() => Err(error(format!("`{name}/loss` is NaN"))),
            Self { batches, samples, .. } if batches > samples => {
                Err(error(format!("`{name}` has {batches} batches of {samples} samples")))
            }
            part => Ok(part),
        }
    }
}

impl ResumePoint {
    pub(super) fn save(&self, state: &mut State) {
        state.put(".training/position", &self.position);
        state.put(".training/epoch", &self.epoch);
        state.put(".training/is_under_way", &self.is_under_way);
        state.put(".callbacks", &self.callbacks);
    }

    pub(super) fn load(state: &State) -> Result<Self> {
        Ok(Self {
            position: state.get(".training/position")?,
            epoch: state.get(".training/epoch")?,
            is_under_way: state.get(".training/is_under_way")?,
            callbacks: state.get(".callbacks")?,
        })
    }
}

/// An error for an epoch that was interrupted in a training with other metrics.
pub(super) fn other_metrics(expected: usize, found: usize) -> Error {
    error(format!(
        "its epoch was interrupted with metrics that gather {found} numbers, but those of this training gather {expected}"
    ))
}

/// The error of a callback that was to go on, with a way to mend it, if it is about what that remembers.
pub(super) fn other_callbacks(failure: Error) -> Error {
    match failure {
        Error::Format { message, .. } => error(format!(
            "{message}\nhelp: the callbacks have to be those of the training that goes on, in the same order"
        )),
        other => other,
    }
}
