use super::Counts;
use super::best_at::best_at;
use super::decisions::Decisions;

/// The largest sensitivity `TP / (TP + FN)` that some threshold gives together with a specificity `TN / (TN + FP)` of
/// at least so much; 0 if there is none.
///
/// The thresholds are evenly from 0 to 1, and an output is positive above them. For outputs of every shape, all outputs
/// of all samples taken together; which of them ought to be positive is said by [`Truth`](super::Truth).
///
/// Defaults: `num_thresholds` 200, no `class_id`.
#[derive(Clone, Debug)]
pub struct SensitivityAtSpecificity {
    specificity: f64,
    decisions: Decisions,
}

best_at!(
    SensitivityAtSpecificity,
    "sensitivity_at_specificity",
    Counts::recall,
    specificity,
    Counts::specificity
);
