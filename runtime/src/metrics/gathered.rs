use alloc::vec::Vec;

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
