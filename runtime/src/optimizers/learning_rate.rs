use alloc::boxed::Box;

use crate::error::{Result, check_not_negative};
use crate::schedules::Schedule;
use crate::sync::Arc;

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

    /// The rate, if it follows no schedule.
    pub(crate) const fn constant(&self) -> Option<f64> {
        match self {
            Self::Constant(rate) => Some(*rate),
            Self::Schedule(_) => None,
        }
    }

    pub(super) fn check(&self) -> Result<()> {
        match self {
            Self::Constant(rate) => check_not_negative("the learning rate", *rate),
            Self::Schedule(schedule) => schedule.check(),
        }
    }
}

/// What can be given for a learning rate: a number, or a [`Schedule`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a learning rate",
    label = "neither a number such as `0.01` nor a schedule",
    note = "a rate of your own is a type that implements `plywood::schedules::Schedule`"
)]
pub trait IntoLearningRate {
    /// The learning rate.
    fn into_learning_rate(self) -> LearningRate;
}

impl IntoLearningRate for f64 {
    fn into_learning_rate(self) -> LearningRate {
        LearningRate::Constant(self)
    }
}

#[diagnostic::do_not_recommend]
impl<S: Schedule> IntoLearningRate for S {
    fn into_learning_rate(self) -> LearningRate {
        LearningRate::Schedule(Arc::from(Box::new(self) as Box<dyn Schedule>))
    }
}

impl IntoLearningRate for LearningRate {
    fn into_learning_rate(self) -> LearningRate {
        self
    }
}
