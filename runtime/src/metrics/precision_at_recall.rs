use super::Counts;
use super::best_at::best_at;
use super::decisions::Decisions;

/// The largest precision `TP / (TP + FP)` that some threshold gives together with a recall `TP / (TP + FN)` of at least
/// so much; 0 if there is none.
///
/// The thresholds are evenly from 0 to 1, and an output is positive above them. For outputs of every shape, all outputs
/// of all samples taken together; which of them ought to be positive is said by [`Truth`](super::Truth).
///
/// Defaults: `num_thresholds` 200, no `class_id`.
#[derive(Clone, Debug)]
pub struct PrecisionAtRecall {
    recall: f64,
    decisions: Decisions,
}

best_at!(PrecisionAtRecall, "precision_at_recall", Counts::precision, recall, Counts::recall);
