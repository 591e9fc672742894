/// How many outputs are negative, but ought to be positive; in [`Weighted`](super::Weighted), how much weight they
/// have.
///
/// For outputs of every shape; which of them ought to be positive is said by [`Truth`](super::Truth).
///
/// Default: `thresholds` 0.5.
#[derive(Clone, Debug, Default)]
pub struct FalseNegatives {
    decisions: super::decisions::Decisions,
}

super::count::count_metric!(FalseNegatives, false_negatives);
