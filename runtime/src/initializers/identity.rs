use super::Initializer;
use crate::error::{Error, Result, check_setting};
use crate::rng::Rng;

/// A multiple of the identity matrix: `gain` where row and column have the same number, 0 elsewhere. Keras'
/// `identity`.
///
/// The variable has two axes, of equal length or not. Default: `gain` 1.
#[derive(Clone, Copy, Debug)]
pub struct Identity {
    gain: f64,
}

impl Identity {
    /// With Keras' default.
    pub const fn new() -> Self {
        Self { gain: 1.0 }
    }

    /// What stands on the diagonal.
    #[must_use]
    pub const fn gain(mut self, gain: f64) -> Self {
        self.gain = gain;
        self
    }
}

impl Default for Identity {
    fn default() -> Self {
        Self::new()
    }
}

impl Initializer for Identity {
    fn check(&self, shape: &[usize]) -> Result<()> {
        let [_, _] = shape else {
            return Err(Error::Rank { what: "`Identity`", needed: "two axes", shape: shape.to_vec() });
        };
        check_setting("the gain of `Identity`", self.gain, self.gain.is_finite(), "finite")
    }

    fn fill(&self, shape: &[usize], values: &mut [f64], _: &mut Rng) {
        if let [_, columns] = shape {
            values.iter_mut().step_by(columns + 1).take(*columns).for_each(|value| *value = self.gain);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::initializers::tests::filled;

    #[test]
    fn the_diagonal_is_the_gain() {
        assert_eq!(filled(&Identity::new(), &[2, 2]), [1.0, 0.0, 0.0, 1.0]);
        let doubled = Identity::new().gain(2.0);
        assert_eq!(filled(&doubled, &[2, 3]), [2.0, 0.0, 0.0, 0.0, 2.0, 0.0]);
        assert_eq!(filled(&doubled, &[3, 2]), [2.0, 0.0, 0.0, 2.0, 0.0, 0.0]);
        assert_eq!(filled(&doubled, &[4, 1]), [2.0, 0.0, 0.0, 0.0]);
    }

    #[test]
    fn it_is_a_matrix() {
        assert!(Identity::new().check(&[3, 2]).is_ok());
        for shape in [&[3][..], &[3, 3, 3]] {
            let error = Identity::new().check(shape).unwrap_err();
            assert_eq!(
                error.to_string(),
                format!("`Identity` needs two axes, but the variable's shape is {shape:?}")
            );
            let len = shape.iter().product();
            assert_eq!(filled(&Identity::new(), shape), vec![0.0; len]);
        }
        assert!(Identity::new().gain(f64::INFINITY).check(&[3, 2]).is_err());
    }
}
