//! Splitting a dataset into a part to learn from and a part to test with.

use super::{Classes, Dataset, Target};
use crate::error::check_setting;
use crate::rng::{Purpose, Streams};
use crate::{Error, Result, Scalar, Shape};

impl<X: Shape, Y: Target, T: Scalar> Dataset<X, Y, T> {
    /// The first `fraction` of the samples, rounded down, and the rest. Shuffle first if the order means
    /// something.
    ///
    /// # Errors
    /// [`Error::Setting`] for a fraction outside 0 to 1, [`Error::EmptySplit`] if one side has no samples.
    pub fn split(&self, fraction: f64) -> Result<(Self, Self)> {
        let first = split(self.len(), fraction)?;
        Ok((self.pick(0..first), self.pick(first..self.len())))
    }
}

impl<X: Shape, const CLASSES: usize, T: Scalar> Dataset<X, Classes<CLASSES>, T> {
    /// As [`split`](Self::split), but with each class split by itself, so that both sides hold it in the same
    /// proportion. Of each class the first samples go to the first side, as many as `fraction` says, rounded
    /// to the nearest number; the order of the samples stays.
    ///
    /// # Errors
    /// As [`split`](Self::split).
    pub fn stratified_split(&self, fraction: f64) -> Result<(Self, Self)> {
        let (first, second) = stratified_split(self.targets(), &self.counts_of_classes(), fraction)?;
        Ok((self.pick(first.into_iter()), self.pick(second.into_iter())))
    }
}

/// So many rows in random order, which follows from `seed`.
pub(super) fn shuffled(rows: usize, seed: u64) -> impl Iterator<Item = usize> {
    let mut order: Vec<usize> = (0..rows).collect();
    Streams::new(seed).rng(Purpose::Dataset, 0).shuffle(&mut order);
    order.into_iter()
}

/// How many of `rows` come first.
pub(super) fn split(rows: usize, fraction: f64) -> Result<usize> {
    check_fraction("the fraction of a split", fraction)?;
    match (rows as f64 * fraction).floor() as usize {
        0 => Err(Error::EmptySplit { samples: rows, fraction }),
        first => Ok(first),
    }
}

/// The rows of the two sides, for the class of each row and the number of rows of each class.
pub(super) fn stratified_split(
    classes: impl Iterator<Item = usize>,
    counts: &[usize],
    fraction: f64,
) -> Result<(Vec<usize>, Vec<usize>)> {
    check_fraction("the fraction of a split", fraction)?;
    let mut quota: Vec<usize> =
        counts.iter().map(|&count| (count as f64 * fraction).round() as usize).collect();
    let (mut first, mut second) = (Vec::new(), Vec::new());
    for (row, class) in classes.enumerate() {
        if quota[class] > 0 {
            quota[class] -= 1;
            first.push(row);
        } else {
            second.push(row);
        }
    }
    if first.is_empty() || second.is_empty() {
        return Err(Error::EmptySplit { samples: counts.iter().sum(), fraction });
    }
    Ok((first, second))
}

/// An error for a fraction that leaves nothing, or everything.
pub(crate) fn check_fraction(what: &'static str, fraction: f64) -> Result<()> {
    check_setting(what, fraction, fraction > 0.0 && fraction < 1.0, "more than 0 and less than 1")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Features;

    fn numbered(labels: &[usize]) -> Dataset<Features<1>, Classes<3>> {
        Dataset::new((0..labels.len()).map(|n| [n as f32]), labels.iter().copied()).unwrap()
    }

    #[test]
    fn a_split_keeps_order_and_rounds_down() {
        let data = numbered(&[0; 7]);
        let (first, second) = data.split(0.5).unwrap();
        assert_eq!(first.inputs(), [0.0, 1.0, 2.0]);
        assert_eq!(second.inputs(), [3.0, 4.0, 5.0, 6.0]);
    }

    #[test]
    fn bad_fractions_are_errors() {
        let data = numbered(&[0, 1, 2]);
        for fraction in [0.0, 1.0, -0.5, 2.0, f64::NAN] {
            assert!(matches!(data.split(fraction), Err(Error::Setting { .. })), "{fraction}");
            assert!(matches!(data.stratified_split(fraction), Err(Error::Setting { .. })), "{fraction}");
        }
        assert_eq!(data.split(0.1), Err(Error::EmptySplit { samples: 3, fraction: 0.1 }));
    }

    #[test]
    fn a_stratified_split_rounds_to_the_nearest_number() {
        let (first, second) = numbered(&[0, 0, 0]).stratified_split(0.3).unwrap();
        assert_eq!((first.len(), second.len()), (1, 2));
    }

    #[test]
    fn a_stratified_split_keeps_proportions() {
        let labels: Vec<usize> = (0..60).map(|n| if n % 6 < 3 { 0 } else { 1 + n % 2 }).collect();
        let data = numbered(&labels).shuffle(3);
        let (first, second) = data.stratified_split(0.8).unwrap();
        assert_eq!(first.class_counts(), data.class_counts().map(|n| (n as f64 * 0.8).round() as usize));
        assert_eq!(first.len() + second.len(), data.len());
        let mut all: Vec<f32> = [first.inputs(), second.inputs()].concat();
        all.sort_by(f32::total_cmp);
        assert!(all.iter().enumerate().all(|(n, &x)| x == n as f32));
    }
}
