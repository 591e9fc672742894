//! First values of variables, under Keras' names.
//!
//! A layer takes them as options: `Dense<4, 8, relu>(kernel_initializer = HeNormal, bias_initializer = Constant(0.1))`.
//! They have no seed of their own, as Keras' have: random values follow from the model's seed.

mod constant;
mod glorot_normal;
mod glorot_uniform;
mod he_normal;
mod he_uniform;
mod identity;
mod lecun_normal;
mod lecun_uniform;
mod ones;
mod orthogonal;
mod random_normal;
mod random_uniform;
mod truncated_normal;
mod variance_scaling;
mod zeros;

use core::fmt::Debug;

pub use constant::Constant;
pub use glorot_normal::GlorotNormal;
pub use glorot_uniform::GlorotUniform;
pub use he_normal::HeNormal;
pub use he_uniform::HeUniform;
pub use identity::Identity;
pub use lecun_normal::LecunNormal;
pub use lecun_uniform::LecunUniform;
pub use ones::Ones;
pub use orthogonal::Orthogonal;
pub use random_normal::RandomNormal;
pub use random_uniform::RandomUniform;
pub use truncated_normal::TruncatedNormal;
pub use variance_scaling::{Distribution, Mode, VarianceScaling};
pub use zeros::Zeros;

use crate::error::Result;
use crate::rng::Rng;

/// A rule for a variable's first values.
/// ```
/// use plywood::initializers::Initializer;
/// use plywood::prelude::*;
/// use plywood::rng::Rng;
///
/// /// This number or minus this number, equally likely.
/// #[derive(Debug)]
/// struct PlusMinus(f64);
///
/// impl Initializer for PlusMinus {
///     fn fill(&self, _: &[usize], values: &mut [f64], rng: &mut Rng) {
///         values.fill_with(|| if rng.uniform() < 0.5 { self.0 } else { -self.0 });
///     }
/// }
///
/// model! { struct Signs { hidden: Dense<4, 8>(kernel_initializer = PlusMinus(0.5)) } }
///
/// let model = Signs::new(42);
/// let kernel = model.hidden().kernel();
/// assert!(kernel.iter().all(|w| w.abs() == 0.5));
/// assert_eq!((kernel.min(), kernel.max()), (-0.5, 0.5));
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an initializer",
    label = "not an initializer",
    note = "write `HeNormal`, `Constant(0.1)` or `RandomNormal::new().stddev(0.02)`, for example"
)]
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
    use super::*;
    use crate::rng::{Purpose, Streams};

    /// What an initializer fills a variable of this shape with.
    pub(super) fn filled(initializer: &dyn Initializer, shape: &[usize]) -> Vec<f64> {
        let mut values = vec![0.0; shape.iter().product()];
        initializer.fill(shape, &mut values, &mut Streams::new(1).rng(Purpose::InitialWeights, 0));
        values
    }

    /// Fourth moments, in squares of the variance: of the normal distribution; of the same between −2 and 2 standard
    /// deviations, where with its density `φ(2)` and `p = 0.954500` inside it is `(3 − 28 φ(2) / p) / 0.879626⁴`;
    /// of the uniform one.
    pub(super) const NORMAL: f64 = 3.0;
    pub(super) const TRUNCATED: f64 = 2.365_5;
    pub(super) const UNIFORM: f64 = 1.8;

    /// Asserts that mean and variance lie within five standard errors of what they should be.
    #[track_caller]
    pub(super) fn assert_moments(values: &[f64], mean: f64, stddev: f64, kurtosis: f64) {
        let count = values.len() as f64;
        let found = values.iter().sum::<f64>() / count;
        assert!((found - mean).abs() < 5.0 * stddev / count.sqrt(), "mean {found}");
        let variance = values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / count;
        let error = (variance / (stddev * stddev) - 1.0).abs();
        assert!(error < 5.0 * ((kurtosis - 1.0) / count).sqrt(), "variance {variance}");
    }

    /// Values that must stay the same in all releases, computed by another program from the descriptions of the
    /// initializers and of [`plywood::rng`].
    #[test]
    fn values_are_pinned() {
        assert_eq!(filled(&RandomNormal::new(), &[3]), PINNED_RANDOM_NORMAL);
        assert_eq!(filled(&RandomUniform::new(), &[3]), PINNED_RANDOM_UNIFORM);
        assert_eq!(filled(&HeNormal, &[2, 3])[..3], PINNED_HE_NORMAL);
        let orthogonal = filled(&Orthogonal::new(), &[3, 2]);
        // The other program solved for `Q` in another way, with more digits.
        for (value, pinned) in orthogonal.iter().zip(PINNED_ORTHOGONAL) {
            assert!((value - pinned).abs() < 1e-15, "{orthogonal:?}");
        }
    }

    const PINNED_RANDOM_NORMAL: [f64; 3] =
        [-0.001_294_964_695_960_643_7, 0.009_257_063_741_970_75, 0.072_671_188_809_542_21];
    const PINNED_RANDOM_UNIFORM: [f64; 3] =
        [0.012_205_844_734_515_026, -0.000_570_553_704_621_799_8, 7.579_953_809_742_218e-5];
    const PINNED_HE_NORMAL: [f64; 3] =
        [-0.029_443_540_663_378_547, 0.210_477_346_263_103_52, 1.652_320_800_284_462_3];
    const PINNED_ORTHOGONAL: [f64; 6] = [
        -0.017_673_907_947_104_845,
        0.841_218_874_059_730_5,
        0.126_342_048_510_213_08,
        -0.534_278_789_544_458_2,
        0.991_829_279_541_655_9,
        0.083_048_064_207_347_56,
    ];

    #[test]
    fn fans_are_those_of_keras() {
        assert_eq!(fans(&[]), (1, 1));
        assert_eq!(fans(&[5]), (5, 5));
        assert_eq!(fans(&[4, 8]), (4, 8));
        assert_eq!(fans(&[3, 3, 16, 32]), (144, 288));
    }
}
