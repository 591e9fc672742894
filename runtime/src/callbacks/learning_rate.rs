//! What callbacks that set the learning rate have in common: it is in the logs.

use super::{EpochLogs, Training};

const NAME: &str = "learning_rate";

/// Announces the learning rate, and fails if it cannot be set because it follows a schedule.
pub(super) fn begin(training: &mut Training<'_>) {
    training.add_name(NAME);
    let rate = training.learning_rate();
    let result = training.set_learning_rate(rate);
    training.check(result);
}

/// Puts the learning rate into the logs.
pub(super) fn log(logs: &mut EpochLogs, training: &Training<'_>) {
    logs.insert(NAME, training.learning_rate());
}
