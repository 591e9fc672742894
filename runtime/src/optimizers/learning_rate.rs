use std::sync::Arc;

use crate::error::{Result, check_not_negative};
use crate::schedules::Schedule;

/// How far a step goes: always the same, or by a schedule.
#[derive(Clone, Debug)]
pub enum LearningRate {
    /// Always this.
    Constant(f64),
    /// What the schedule says for each step.
    Schedule(Arc<dyn Schedule>),
}

impl LearningRate {
    /// The rate of step `step`, counted from 0.
    pub fn at(&self, step: u64) -> f64 {
        match self {
            Self::Constant(rate) => *rate,
            Self::Schedule(schedule) => schedule.rate(step),
        }
    }

    pub(super) fn check(&self) -> Result<()> {
        match self {
            Self::Constant(rate) => check_not_negative("the learning rate", *rate),
            Self::Schedule(schedule) => schedule.check(),
        }
    }
}

impl From<f64> for LearningRate {
    fn from(rate: f64) -> Self {
        Self::Constant(rate)
    }
}

impl<S: Schedule> From<S> for LearningRate {
    fn from(schedule: S) -> Self {
        Self::Schedule(Arc::new(schedule))
    }
}
