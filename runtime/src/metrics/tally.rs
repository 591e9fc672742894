use alloc::vec;
use alloc::vec::Vec;

use super::gathered::Gathered;
use super::{Counts, Score};

/// How much weight, of outputs that ought to be positive and of others, is between one threshold and the next: from
/// this follow the [`Counts`] for every threshold.
#[derive(Clone, Debug, PartialEq)]
pub struct Tally {
    /// For each number of thresholds that outputs are above, those that ought to be negative and those that ought to
    /// be positive.
    weights: Vec<[f64; 2]>,
}

impl Gathered for Tally {
    fn each_number(&mut self, see: &mut dyn FnMut(&mut f64)) {
        self.weights.each_number(see);
    }
}

impl Tally {
    /// Nothing yet, for so many thresholds.
    pub(super) fn new(thresholds: usize) -> Self {
        Self { weights: vec![[0.0; 2]; thresholds + 1] }
    }

    /// Takes in an output that is above so many thresholds.
    pub(super) fn add(&mut self, passed: usize, ought_to_be_positive: bool, weight: f64) {
        self.weights[passed][usize::from(ought_to_be_positive)] += weight;
    }

    /// The counts for each threshold, from the lowest.
    pub fn counts(&self) -> Vec<Counts> {
        let mut all = vec![Counts::default(); self.weights.len() - 1];
        let (mut below, mut above) = (Counts::default(), Counts::default());
        for (counts, [negatives, positives]) in all.iter_mut().zip(&self.weights) {
            below.true_negatives += negatives;
            below.false_negatives += positives;
            *counts = below;
        }
        for (counts, [negatives, positives]) in all.iter_mut().zip(&self.weights[1..]).rev() {
            above.false_positives += negatives;
            above.true_positives += positives;
            counts.false_positives = above.false_positives;
            counts.true_positives = above.true_positives;
        }
        all
    }

    /// A number for each threshold, or one alone.
    pub(super) fn score(&self, number: impl Fn(&Counts) -> f64) -> Score {
        match self.counts().as_slice() {
            [counts] => Score::One(number(counts)),
            counts => Score::Each(counts.iter().map(number).collect()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_counts_for_a_threshold_are_sums_over_what_is_below_and_above() {
        let mut tally = Tally::new(2);
        for (passed, positive, weight) in [(0, false, 1.0), (0, true, 2.0), (1, false, 4.0), (2, true, 8.0)] {
            tally.add(passed, positive, weight);
        }
        let (true_positives, false_negatives) = (8.0, 2.0);
        assert_eq!(
            tally.counts(),
            [
                Counts { true_positives, false_positives: 4.0, true_negatives: 1.0, false_negatives },
                Counts { true_positives, false_positives: 0.0, true_negatives: 5.0, false_negatives },
            ]
        );
        assert_eq!(tally.score(|counts| counts.false_positives), Score::Each(vec![4.0, 0.0]));
        assert_eq!(Tally::new(1).score(|_| 3.0), Score::One(3.0));
    }
}
