//! Shuffling a dataset, and splitting it into a part to train on and a part to test with.

use alloc::vec::Vec;

#[cfg(not(feature = "std"))]
use nalgebra::ComplexField as _;

use super::classes::Classes;
use super::dataset::Dataset;
use super::targets::Targets;
use crate::error::{Error, Result, check_setting};
use crate::rng::{Purpose, Streams};
use crate::tensor::{Flow, Scalar, Shape};

impl<X: Flow, Y: Targets, T: Scalar> Dataset<X, Y, T> {
    /// The same samples in random order, which follows from `seed`.
    #[must_use]
    pub fn shuffle(&self, seed: u64) -> Self {
        self.pick(shuffled(self.len(), seed))
    }

    /// The first `fraction` of the samples, rounded down, and the rest. Shuffle first if the order means
    /// something.
    ///
    /// The fraction counts as it is written: 0.29 of 100 samples are 29, although the `f64` next to 0.29 is a little
    /// less.
    ///
    /// # Errors
    /// [`Error::Setting`] for a fraction outside 0 to 1, [`Error::EmptySplit`] if one side has no samples.
    pub fn split(&self, fraction: f64) -> Result<(Self, Self)> {
        let first = split(self.len(), fraction)?;
        Ok((self.pick(0..first), self.pick(first..self.len())))
    }
}

impl<X: Shape, const CLASSES: usize, T: Scalar> Dataset<X, Classes<CLASSES>, T> {
    /// As [`split`](Self::split), but both sides hold the classes in the same proportion. Of each class the first
    /// samples go to the first side; the order of the samples stays.
    ///
    /// The first side has `fraction` of all samples, rounded to the nearest number, a half down. Of `m` such samples of
    /// `n`, a class with `c` samples has `c·m/n`, rounded down; the samples that are left go to the classes with the
    /// largest remainders, of equal ones to the first. So no class is more than one sample off, but one with few
    /// samples may be on one side only.
    ///
    /// # Errors
    /// As [`split`](Self::split).
    pub fn stratified_split(&self, fraction: f64) -> Result<(Self, Self)> {
        let (first, second) = stratified_split(self.targets(), &self.counts_of_classes(), fraction)?;
        Ok((self.pick(first.into_iter()), self.pick(second.into_iter())))
    }
}

/// The row numbers below `rows` in random order, which follows from `seed`.
pub(super) fn shuffled(rows: usize, seed: u64) -> impl Iterator<Item = usize> {
    let mut order: Vec<usize> = (0..rows).collect();
    Streams::new(seed).rng(Purpose::Dataset, 0).shuffle(&mut order);
    order.into_iter()
}

/// How many of `rows` come first.
pub(super) fn split(rows: usize, fraction: f64) -> Result<usize> {
    check_sides(rows, fraction, f64::floor)
}

/// `rounding` of `fraction` of `rows`, which must leave a row on each side.
fn check_sides(rows: usize, fraction: f64, rounding: fn(f64) -> f64) -> Result<usize> {
    check_fraction("the fraction of a split", fraction)?;
    match rounding(share(rows, fraction)) as usize {
        first if first == 0 || first >= rows => Err(Error::EmptySplit { samples: rows, fraction }),
        first => Ok(first),
    }
}

/// `fraction` of `rows`. The nearest `f64` to a decimal fraction, and then the product, are each off by half a unit in
/// the last place: a share that is so near to a whole number is meant to be one.
fn share(rows: usize, fraction: f64) -> f64 {
    let share = rows as f64 * fraction;
    let whole = share.round();
    if (share - whole).abs() <= share * f64::EPSILON { whole } else { share }
}

/// The rows of the two sides, for the class of each row and the number of rows of each class.
pub(super) fn stratified_split(
    classes: impl Iterator<Item = usize>,
    counts: &[usize],
    fraction: f64,
) -> Result<(Vec<usize>, Vec<usize>)> {
    let rows = counts.iter().sum();
    let mut quota = quotas(counts, check_sides(rows, fraction, |share| (share - 0.5).ceil())?);
    let (mut first, mut second) = (Vec::new(), Vec::new());
    for (row, class) in classes.enumerate() {
        if quota[class] > 0 {
            quota[class] -= 1;
            first.push(row);
        } else {
            second.push(row);
        }
    }
    Ok((first, second))
}

/// How many of each class come first if `first` rows do: in proportion, by the method of the largest remainder.
fn quotas(counts: &[usize], first: usize) -> Vec<usize> {
    let rows = counts.iter().sum::<usize>() as u128;
    let shares: Vec<u128> = counts.iter().map(|&count| count as u128 * first as u128).collect();
    let mut quotas: Vec<usize> = shares.iter().map(|share| (share / rows) as usize).collect();
    let mut classes: Vec<usize> = (0..counts.len()).collect();
    classes.sort_by_key(|&class| core::cmp::Reverse(shares[class] % rows));
    let left = first - quotas.iter().sum::<usize>();
    classes[..left].iter().for_each(|&class| quotas[class] += 1);
    quotas
}

/// An error for a fraction that leaves nothing, or everything.
pub(crate) fn check_fraction(what: &'static str, fraction: f64) -> Result<()> {
    check_setting(what, fraction, fraction > 0.0 && fraction < 1.0, "more than 0 and less than 1")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tensor::Features;

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
    fn a_fraction_counts_as_it_is_written() {
        let data = numbered(&[0; 100]);
        for percent in 1..100 {
            let fraction = format!("0.{percent:02}").parse().unwrap();
            assert_eq!(data.split(fraction).unwrap().0.len(), percent);
            assert_eq!(data.stratified_split(fraction).unwrap().0.len(), percent);
        }
        // What is less than a whole number in truth is rounded down.
        assert_eq!(data.split(0.289_999_999_999).unwrap().0.len(), 28);
        for rows in [3, 7, 10, 1000, 1_000_003] {
            for first in [1, rows / 3, rows / 2, rows - 1] {
                assert_eq!(split(rows, first as f64 / rows as f64), Ok(first), "{first} of {rows}");
            }
        }
        let all = 1.0 - f64::EPSILON / 2.0;
        assert_eq!(split(10, all), Err(Error::EmptySplit { samples: 10, fraction: all }));
    }

    #[test]
    fn an_empty_side_is_explained() {
        let message = numbered(&[0; 3]).split(0.1).unwrap_err().to_string();
        assert!(
            message.ends_with("one side would be empty\nhelp: one sample is a fraction of 1/3"),
            "{message}"
        );
        let message = numbered(&[0]).split(0.5).unwrap_err().to_string();
        assert!(message.ends_with("\nhelp: a split needs two samples or more"), "{message}");
    }

    /// The sizes are those of scikit-learn:
    /// `train_test_split(range(145), train_size=0.7, stratify=[n % 29 for n in range(145)])`.
    #[test]
    fn small_classes_are_split_as_a_whole() {
        let counts = |classes: usize, each: usize, fraction| {
            let rows = (0..classes * each).map(|n| n % classes);
            let (first, second) = stratified_split(rows, &vec![each; classes], fraction).unwrap();
            let of = |side: &[usize]| {
                (0..classes)
                    .map(|class| side.iter().filter(|&row| row % classes == class).count())
                    .collect::<Vec<_>>()
            };
            (of(&first), of(&second))
        };
        let (first, second) = counts(29, 5, 0.7);
        assert_eq!((first.iter().sum::<usize>(), second.iter().sum::<usize>()), (101, 44));
        assert!(first.iter().all(|count| [3, 4].contains(count)));
        let (first, second) = counts(10, 2, 0.8);
        assert_eq!((first.iter().sum::<usize>(), second.iter().sum::<usize>()), (16, 4));
        assert!(first.iter().all(|count| [1, 2].contains(count)));
        let (first, _) = counts(3, 1, 0.5);
        assert_eq!(first, [1, 0, 0]);
        assert_eq!(quotas(&[0, 5, 0, 1], 5), [0, 4, 0, 1]);
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
