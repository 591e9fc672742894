//! First values of variables, under Keras' names.

mod glorot_uniform;
mod zeros;

pub use glorot_uniform::GlorotUniform;
pub use zeros::Zeros;

use core::fmt::Debug;

use crate::Scalar;
use crate::rng::Rng;

/// A rule for a variable's first values.
pub trait Initializer: Copy + Debug + Send + Sync + 'static {
    /// Fills `values`, a variable of this shape.
    fn fill<T: Scalar>(&self, shape: &[usize], values: &mut [T], rng: &mut Rng);
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
