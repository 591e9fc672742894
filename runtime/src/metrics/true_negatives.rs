/// How many outputs are negative, and ought to be; in [`Weighted`](super::Weighted), how much weight they have.
///
/// For outputs of every shape; which of them ought to be positive is said by [`Truth`](super::Truth).
///
/// Default: `thresholds` 0.5.
#[derive(Clone, Debug, Default)]
pub struct TrueNegatives {
    decisions: super::decisions::Decisions,
}

super::count::count_metric!(TrueNegatives, true_negatives);
