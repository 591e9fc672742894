use super::{Adam, IntoLearningRate, Optimizer, Update};
use crate::error::Result;
use crate::tensor::Scalar;

/// [`Adam`] with weight decay: before each step, `w ← w − η λ w`.
///
/// The decay does not pass through the moments, as the gradient of a penalty would. Biases decay, too, unless
/// [`exclude_from_weight_decay`](Self::exclude_from_weight_decay) spares them.
///
/// Defaults: weight decay `λ` 0.004; the others are those of `Adam`.
///
/// Source: I. Loshchilov and F. Hutter, "Decoupled weight decay regularization", 2019.
#[derive(Clone, Debug)]
pub struct AdamW {
    adam: Adam,
}

impl AdamW {
    /// `AdamW` with Keras' defaults.
    pub fn new(learning_rate: impl IntoLearningRate) -> Self {
        Self { adam: Adam::new(learning_rate).weight_decay(0.004) }
    }

    /// Whether to divide by the largest second moment so far.
    #[must_use]
    pub const fn amsgrad(mut self, amsgrad: bool) -> Self {
        self.adam.amsgrad = amsgrad;
        self
    }
}

super::moments::moments!(AdamW, adam.moments);
super::options::builders!(AdamW, adam.options);

impl Default for AdamW {
    fn default() -> Self {
        Self::new(0.001)
    }
}

impl Optimizer for AdamW {
    super::options::lend_options!(adam.options);

    fn slots(&self) -> usize {
        self.adam.slots()
    }

    fn check(&self) -> Result<()> {
        self.adam.check()
    }

    #[inline(always)]
    fn update<T: Scalar>(&self, update: Update<'_, T>) -> bool {
        self.adam.update(update)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_adam_with_weight_decay() {
        let (with, without) =
            (AdamW::new(0.1).beta_1(0.5).amsgrad(true), Adam::new(0.1).beta_1(0.5).amsgrad(true));
        let step = |optimizer: &dyn Fn(Update<'_, f64>) -> bool| {
            let (mut w, mut slots) = ([1.0], [0.1, 0.2, 0.3]);
            assert!(optimizer(Update::new(&mut w, &[0.5], &mut slots, 0.1, 3)));
            (w, slots)
        };
        assert_eq!(step(&|update| with.update(update)), step(&|update| without.update(update)));
        assert_eq!((with.slots(), with.options().decay()), (3, Some(f64::from(0.004f32))));
        assert_eq!(AdamW::new(0.1).weight_decay(0.5).options().decay(), Some(0.5));
        assert!(AdamW::new(0.1).beta_2(1.0).check().is_err());
    }
}
