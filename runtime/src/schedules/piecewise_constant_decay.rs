use alloc::vec::Vec;

use super::Schedule;
use crate::error::{Result, check_not_negative, check_setting};

/// The rate is constant for a time, then another: the first value up to the step that is the first boundary, that step
/// included, the second value from there to the second boundary, and so on; the last value for ever.
#[derive(Clone, Debug, PartialEq)]
pub struct PiecewiseConstantDecay {
    boundaries: Vec<usize>,
    values: Vec<f64>,
}

impl PiecewiseConstantDecay {
    /// One value more than there are boundaries; the boundaries in ascending order.
    pub fn new(boundaries: impl Into<Vec<usize>>, values: impl Into<Vec<f64>>) -> Self {
        Self { boundaries: boundaries.into(), values: values.into() }
    }
}

impl Schedule for PiecewiseConstantDecay {
    fn check(&self) -> Result<()> {
        let (values, pieces) = (self.values.len(), self.boundaries.len() + 1);
        let count = "the number of values of `PiecewiseConstantDecay`";
        check_setting(count, values as f64, values == pieces, "one more than that of boundaries")?;
        for (before, &boundary) in self.boundaries.iter().zip(self.boundaries.iter().skip(1)) {
            check_setting("a boundary", boundary as f64, before < &boundary, "more than the one before")?;
        }
        self.values
            .iter()
            .try_for_each(|&value| check_not_negative("a value of `PiecewiseConstantDecay`", value))
    }

    fn rate(&self, step: u64) -> f64 {
        let piece = self.boundaries.partition_point(|&boundary| (boundary as u64) < step);
        self.values.get(piece).map_or(f64::NAN, |&value| f64::from(value as f32))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_boundary_belongs_to_the_piece_before_it() {
        let schedule = PiecewiseConstantDecay::new([3, 6], [0.5, 0.25, 0.125]);
        let rates = [0, 3, 4, 6, 7, u64::MAX].map(|step| schedule.rate(step));
        assert_eq!(rates, [0.5, 0.5, 0.25, 0.25, 0.125, 0.125]);
        assert_eq!(PiecewiseConstantDecay::new([], [0.5]).rate(5), 0.5);
    }

    #[test]
    fn too_few_values_are_no_panic() {
        assert!(PiecewiseConstantDecay::new([3], [0.1]).rate(4).is_nan());
    }
}
