use alloc::vec::Vec;

/// What a metric says.
#[derive(Clone, Debug, PartialEq)]
pub enum Score {
    /// A number.
    One(f64),
    /// A number for each class, or for each threshold. In scores and the history they are called after the metric
    /// with `_0`, `_1` and so on behind it.
    Each(Vec<f64>),
}

impl From<f64> for Score {
    fn from(value: f64) -> Self {
        Self::One(value)
    }
}

/// Which way a metric gets better.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// More is better.
    Up,
    /// Less is better.
    Down,
}
