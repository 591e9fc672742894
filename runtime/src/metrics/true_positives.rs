/// How many outputs are positive, and ought to be; in [`Weighted`](super::Weighted), how much weight they have.
///
/// For outputs of every shape; which of them ought to be positive is said by [`Truth`](super::Truth).
///
/// Default: `thresholds` 0.5.
#[derive(Clone, Debug, Default)]
pub struct TruePositives {
    decisions: super::decisions::Decisions,
}

super::count::count_metric!(TruePositives, true_positives);
