use core::array::from_fn;
use core::hint::select_unpredictable;

use super::checks::{check_beta, check_epsilon};
use crate::error::Result;
use crate::tensor::as_in_keras;

/// How fast the two moments of Adam and its kin forget, and what keeps their quotient finite.
#[derive(Clone, Copy, Debug)]
pub(super) struct Moments {
    pub(super) beta_1: f64,
    pub(super) beta_2: f64,
    pub(super) epsilon: f64,
}

impl Moments {
    /// Keras' defaults.
    pub(super) const DEFAULT: Self = Self { beta_1: 0.9, beta_2: 0.999, epsilon: 1e-7 };

    pub(super) fn check(&self) -> Result<()> {
        check_beta("beta_1", self.beta_1)?;
        check_beta("beta_2", self.beta_2)?;
        check_epsilon("epsilon", self.epsilon)
    }

    /// `1 − β₁ᵗ` and `1 − β₂ᵗ` for the step before which there were so many: the moments are too small by these
    /// factors, because they began with zero.
    pub(super) fn corrections(&self, iterations: u64) -> (f64, f64) {
        let [first, second] = powers([self.beta_1, self.beta_2].map(as_in_keras), iterations + 1);
        (1.0 - first, 1.0 - second)
    }
}

/// `baseᵗ` of both, by squares: `powf` would be a large part of a small model's step.
fn powers(bases: [f64; 2], mut t: u64) -> [f64; 2] {
    let (mut powers, mut squares) = ([1.0; 2], bases);
    while t > 0 {
        // Chosen without a branch, for it is a different one at every step.
        let is_factor = t % 2 == 1;
        powers = from_fn(|n| select_unpredictable(is_factor, powers[n] * squares[n], powers[n]));
        squares = squares.map(|square| square * square);
        t /= 2;
    }
    powers
}

/// Writes the builder methods of [`Moments`] for an optimizer that has them in the field that is named.
macro_rules! moments {
    ($optimizer:ident, $($moments:ident).+) => {
        impl $optimizer {
            /// How slowly the first moment forgets, from 0 to less than 1.
            #[must_use]
            pub const fn beta_1(mut self, beta_1: f64) -> Self {
                self.$($moments).+.beta_1 = beta_1;
                self
            }

            /// How slowly the second moment forgets, from 0 to less than 1.
            #[must_use]
            pub const fn beta_2(mut self, beta_2: f64) -> Self {
                self.$($moments).+.beta_2 = beta_2;
                self
            }

            /// What keeps the divisor from zero.
            #[must_use]
            pub const fn epsilon(mut self, epsilon: f64) -> Self {
                self.$($moments).+.epsilon = epsilon;
                self
            }
        }
    };
}
pub(super) use moments;
