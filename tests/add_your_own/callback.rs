use plywood::callbacks::{EpochLogs, Training};
use plywood::prelude::*;

/// Stops when the metric is small enough.
pub struct CloseEnough(pub f64);

impl Callback for CloseEnough {
    fn on_epoch_end(&mut self, logs: &mut EpochLogs, training: &mut Training<'_>) {
        if logs.scores.get("largest_error").is_some_and(|error| error < self.0) {
            training.stop();
        }
    }
}
