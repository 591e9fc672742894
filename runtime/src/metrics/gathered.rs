use alloc::vec::Vec;

use super::{Counts, Mean, MeanLoss, Tally, Variances};

/// What a metric gathers, as numbers: so that a training that was interrupted in the middle of an epoch can go on.
pub trait Gathered {
    /// Shows every number that was gathered, always in the same order; it may be changed.
    fn each_number(&mut self, see: &mut dyn FnMut(&mut f64));
}

impl Gathered for f64 {
    fn each_number(&mut self, see: &mut dyn FnMut(&mut f64)) {
        see(self);
    }
}

impl<G: Gathered> Gathered for Vec<G> {
    fn each_number(&mut self, see: &mut dyn FnMut(&mut f64)) {
        self.iter_mut().for_each(|gathered| gathered.each_number(see));
    }
}

impl<G: Gathered, const N: usize> Gathered for [G; N] {
    fn each_number(&mut self, see: &mut dyn FnMut(&mut f64)) {
        self.iter_mut().for_each(|gathered| gathered.each_number(see));
    }
}

impl Gathered for Mean {
    fn each_number(&mut self, see: &mut dyn FnMut(&mut f64)) {
        let Self { total, count } = self;
        [total, count].into_iter().for_each(see);
    }
}

impl Gathered for MeanLoss {
    fn each_number(&mut self, see: &mut dyn FnMut(&mut f64)) {
        self.mean.each_number(see);
    }
}

impl Gathered for Counts {
    fn each_number(&mut self, see: &mut dyn FnMut(&mut f64)) {
        let Self { true_positives, false_positives, true_negatives, false_negatives } = self;
        [true_positives, false_positives, true_negatives, false_negatives].into_iter().for_each(see);
    }
}

impl Gathered for Tally {
    fn each_number(&mut self, see: &mut dyn FnMut(&mut f64)) {
        self.weights.each_number(see);
    }
}

impl Gathered for Variances {
    fn each_number(&mut self, see: &mut dyn FnMut(&mut f64)) {
        for sums in &mut self.sums {
            [&mut sums.mean, &mut sums.variation, &mut sums.residuals].into_iter().for_each(&mut *see);
        }
        [&mut self.weight, &mut self.samples].into_iter().for_each(see);
    }
}
