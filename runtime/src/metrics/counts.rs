use super::gathered::Gathered;

use core::iter::Sum;

/// How decisions between positive and negative turned out: how many of each kind, or how much weight.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Counts {
    /// Positive, and ought to be.
    pub true_positives: f64,
    /// Positive, but ought to be negative.
    pub false_positives: f64,
    /// Negative, and ought to be.
    pub true_negatives: f64,
    /// Negative, but ought to be positive.
    pub false_negatives: f64,
}

impl Gathered for Counts {
    fn each_number(&mut self, see: &mut dyn FnMut(&mut f64)) {
        let Self { true_positives, false_positives, true_negatives, false_negatives } = self;
        [true_positives, false_positives, true_negatives, false_negatives].into_iter().for_each(see);
    }
}

impl Counts {
    /// Takes in a decision. `truth` is 1 for what ought to be positive and 0 for the rest; what is between counts as
    /// both, in parts.
    pub(super) fn add(&mut self, is_positive: bool, truth: f64, weight: f64) {
        let (ought_to_be, ought_not) = if is_positive {
            (&mut self.true_positives, &mut self.false_positives)
        } else {
            (&mut self.false_negatives, &mut self.true_negatives)
        };
        *ought_to_be += truth * weight;
        *ought_not += (1.0 - truth) * weight;
    }

    /// All that ought to be positive.
    pub fn positives(&self) -> f64 {
        self.true_positives + self.false_negatives
    }

    /// All that ought to be negative.
    pub fn negatives(&self) -> f64 {
        self.true_negatives + self.false_positives
    }

    /// The part of what is positive that ought to be: `TP / (TP + FP)`, or 0 if nothing is positive.
    pub fn precision(&self) -> f64 {
        ratio(self.true_positives, self.true_positives + self.false_positives)
    }

    /// The part of what ought to be positive that is: `TP / (TP + FN)`, or 0 if nothing ought to be. It is also
    /// called sensitivity, and true positive rate.
    pub fn recall(&self) -> f64 {
        ratio(self.true_positives, self.positives())
    }

    /// The part of what ought to be negative that is: `TN / (TN + FP)`, or 0 if nothing ought to be.
    pub fn specificity(&self) -> f64 {
        ratio(self.true_negatives, self.negatives())
    }

    /// The harmonic mean of precision and recall: `2 TP / (2 TP + FP + FN)`, or 0 if nothing is positive nor ought
    /// to be.
    pub fn f1_score(&self) -> f64 {
        let twice = 2.0 * self.true_positives;
        ratio(twice, twice + self.false_positives + self.false_negatives)
    }
}

impl Sum for Counts {
    fn sum<I: Iterator<Item = Self>>(all: I) -> Self {
        all.fold(Self::default(), |sum, counts| Self {
            true_positives: sum.true_positives + counts.true_positives,
            false_positives: sum.false_positives + counts.false_positives,
            true_negatives: sum.true_negatives + counts.true_negatives,
            false_negatives: sum.false_negatives + counts.false_negatives,
        })
    }
}

/// A quotient, or 0 where the divisor is.
pub(super) fn ratio(part: f64, whole: f64) -> f64 {
    if whole == 0.0 { 0.0 } else { part / whole }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ratios_are_those_of_the_counts() {
        let mut counts = Counts::default();
        for (is_positive, truth, weight) in
            [(true, 1.0, 3.0), (true, 0.0, 1.0), (false, 0.0, 4.0), (false, 1.0, 2.0)]
        {
            counts.add(is_positive, truth, weight);
        }
        assert_eq!(counts.precision(), 0.75);
        assert_eq!(counts.recall(), 0.6);
        assert_eq!(counts.specificity(), 0.8);
        assert!((counts.f1_score() - 2.0 * 0.75 * 0.6 / 1.35).abs() < 1e-15);
        counts.add(true, 0.25, 4.0);
        assert_eq!((counts.true_positives, counts.false_positives), (4.0, 4.0));
    }

    #[test]
    fn ratios_of_nothing_are_0() {
        let nothing = Counts::default();
        let ratios = [nothing.precision(), nothing.recall(), nothing.specificity(), nothing.f1_score()];
        assert_eq!(ratios, [0.0; 4]);
    }
}
