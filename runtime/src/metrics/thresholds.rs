use alloc::vec;
use alloc::vec::Vec;

#[cfg(not(feature = "std"))]
use nalgebra::ComplexField as _;

use crate::error::{Error, Result, check_setting};
use crate::tensor::Scalar;

/// Above what an output is positive: a number, or several, from 0 to 1 and in ascending order. An output equal to a
/// threshold is not above it.
///
/// ```
/// use plywood::metrics::Recall;
///
/// let one = Recall::new().thresholds(0.7);
/// let several = Recall::new().thresholds([0.3, 0.5, 0.7]);
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Thresholds(Kind);

#[derive(Clone, Debug, PartialEq)]
enum Kind {
    Given(Vec<f64>),
    /// This many, evenly from 0 to 1.
    Even(usize),
}

impl From<f64> for Thresholds {
    fn from(threshold: f64) -> Self {
        Self(Kind::Given(vec![threshold]))
    }
}

impl<const N: usize> From<[f64; N]> for Thresholds {
    fn from(thresholds: [f64; N]) -> Self {
        Self(Kind::Given(thresholds.to_vec()))
    }
}

impl From<Vec<f64>> for Thresholds {
    fn from(thresholds: Vec<f64>) -> Self {
        Self(Kind::Given(thresholds))
    }
}

impl Thresholds {
    /// So many, evenly from 0 to 1; a single one is 0.5.
    pub(super) fn even(count: usize) -> Self {
        if count == 1 { Self::from(0.5) } else { Self(Kind::Even(count)) }
    }

    /// These, with 0 before and 1 behind them.
    pub(super) fn with_ends(self) -> Self {
        match self.0 {
            Kind::Given(mut thresholds) => {
                thresholds.insert(0, 0.0);
                thresholds.push(1.0);
                Self(Kind::Given(thresholds))
            }
            Kind::Even(_) => self,
        }
    }

    /// How many there are.
    pub(super) const fn len(&self) -> usize {
        match &self.0 {
            Kind::Given(thresholds) => thresholds.len(),
            Kind::Even(count) => *count,
        }
    }

    /// An error unless there are some, but not too many, and all are from 0 to 1 and ascend.
    pub(super) fn check(&self) -> Result<()> {
        check_setting(
            "the number of thresholds of a metric",
            self.len() as f64,
            (1..=MOST).contains(&self.len()),
            "from 1 to 1000000",
        )?;
        let Kind::Given(thresholds) = &self.0 else { return Ok(()) };
        let mut least = 0.0;
        for &value in thresholds {
            if !(least..=1.0).contains(&value) {
                let range = "from 0 to 1, and not less than the one before it";
                return Err(Error::Setting { what: "a threshold of a metric", value, range });
            }
            least = value;
        }
        Ok(())
    }

    /// How many of them an output is above: the first so many.
    pub(super) fn passed<T: Scalar>(&self, output: T) -> usize {
        match &self.0 {
            Kind::Given(thresholds) => thresholds.partition_point(|&threshold| T::of(threshold) < output),
            // What is not a number, or below 0, becomes 0.
            Kind::Even(count) => {
                let last = count.saturating_sub(1);
                ((output * T::of(last as f64)).to_f64().ceil() as usize).min(last)
            }
        }
    }
}

/// There is memory for each, and nobody can tell more apart.
const MOST: usize = 1_000_000;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_output_passes_the_thresholds_below_it() {
        let given = Thresholds::from([0.0, 0.25, 0.5, 0.75, 1.0]);
        let even = Thresholds::even(5);
        assert_eq!((given.len(), even.len()), (5, 5));
        for (output, passed) in [(0.0, 0), (0.1, 1), (0.25, 1), (0.26, 2), (0.75, 3), (0.8, 4), (1.0, 4)] {
            assert_eq!(given.passed(output), passed, "{output}");
            assert_eq!(even.passed(output), passed, "{output}");
        }
        assert_eq!([-1.0, 2.0, f64::NAN].map(|output| even.passed(output)), [0, 4, 0]);
        assert_eq!(given.passed(f64::NAN), 0);
    }

    #[test]
    fn thresholds_are_compared_in_the_type_of_the_outputs() {
        assert_eq!(Thresholds::from(0.4).passed(0.4f32), 0);
        assert!(f64::from(0.4f32) > 0.4);
    }

    #[test]
    fn thresholds_have_to_ascend_from_0_to_1() {
        let check = |thresholds: &[f64]| Thresholds::from(thresholds.to_vec()).check();
        assert!(check(&[0.0, 0.5, 0.5, 1.0]).is_ok());
        assert!(Thresholds::even(0).check().is_err());
        for wrong in [vec![], vec![-0.1], vec![1.1], vec![0.5, 0.4], vec![f64::NAN]] {
            assert!(check(&wrong).is_err(), "{wrong:?}");
        }
        assert_eq!(
            check(&[0.5, 0.4]).unwrap_err().to_string(),
            "a threshold of a metric is 0.4, but must be from 0 to 1, and not less than the one before it"
        );
    }
}
