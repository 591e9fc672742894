use super::Counts;
use super::best_at::best_at;
use super::decisions::Decisions;

/// The largest specificity `TN / (TN + FP)` that some threshold gives together with a sensitivity `TP / (TP + FN)` of
/// at least so much; 0 if there is none.
///
/// The thresholds are evenly from 0 to 1, and an output is positive above them. For outputs of every shape, all outputs
/// of all samples taken together; which of them ought to be positive is said by [`Truth`](super::Truth).
///
/// Defaults: `num_thresholds` 200, no `class_id`.
#[derive(Clone, Debug)]
pub struct SpecificityAtSensitivity {
    sensitivity: f64,
    decisions: Decisions,
}

best_at!(
    SpecificityAtSensitivity,
    "specificity_at_sensitivity",
    Counts::specificity,
    sensitivity,
    Counts::recall
);
