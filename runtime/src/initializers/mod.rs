//! First values of variables, under Keras' names.

mod constant;
mod glorot_uniform;
mod zeros;

pub use constant::Constant;
pub use glorot_uniform::GlorotUniform;
pub use zeros::Zeros;

use core::fmt::Debug;

use crate::Result;
use crate::rng::Rng;

/// A rule for a variable's first values.
pub trait Initializer: Debug + Send + Sync + 'static {
    /// Whether the settings make sense, for a variable of this shape; `fit` asks before it changes anything.
    ///
    /// # Errors
    /// [`Error::Setting`](crate::Error::Setting) or [`Error::Rank`](crate::Error::Rank).
    fn check(&self, shape: &[usize]) -> Result<()> {
        let _ = shape;
        Ok(())
    }

    /// Fills `values`, a variable of this shape, which are zero before. A rule that makes no sense for the shape
    /// leaves them so.
    fn fill(&self, shape: &[usize], values: &mut [f64], rng: &mut Rng);
}

/// The numbers of inputs and outputs of one unit, for a variable of this shape: of a kernel `[…, in, out]`
/// the last two axes, each times the window that the leading axes span; of a vector its length, twice.
fn fans(shape: &[usize]) -> (usize, usize) {
    match shape {
        [] => (1, 1),
        [n] => (*n, *n),
        [window @ .., inputs, outputs] => {
            let window: usize = window.iter().product();
            (window * inputs, window * outputs)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::fans;

    #[test]
    fn fans_are_those_of_keras() {
        assert_eq!(fans(&[]), (1, 1));
        assert_eq!(fans(&[5]), (5, 5));
        assert_eq!(fans(&[4, 8]), (4, 8));
        assert_eq!(fans(&[3, 3, 16, 32]), (144, 288));
    }
}
