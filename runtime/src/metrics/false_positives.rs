/// How many outputs are positive, but ought to be negative; in [`Weighted`](super::Weighted), how much weight they
/// have.
///
/// For outputs of every shape; which of them ought to be positive is said by [`Truth`](super::Truth).
///
/// Default: `thresholds` 0.5.
#[derive(Clone, Debug, Default)]
pub struct FalsePositives {
    decisions: super::decisions::Decisions,
}

super::count::count_metric!(FalsePositives, false_positives);
