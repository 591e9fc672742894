//! Values brought to a common scale.

mod batch_normalization;
mod group_normalization;
mod layer_normalization;
mod preprocessing;
mod rescaling;
mod rms_normalization;
mod standardize;
mod unit_normalization;

pub use batch_normalization::BatchNormalization;
pub use group_normalization::GroupNormalization;
pub use layer_normalization::LayerNormalization;
pub use preprocessing::Normalization;
pub use rescaling::Rescaling;
pub use rms_normalization::RMSNormalization;
pub use unit_normalization::UnitNormalization;

use crate::error::{Result, check_setting};
use crate::layer::Variable;

/// A layer adds a variable `beta`: Keras' `center=True`.
#[derive(Clone, Copy, Debug)]
pub enum Center {}

/// A layer has no variable `beta`: Keras' `center=False`.
#[derive(Clone, Copy, Debug)]
pub enum NoCenter {}

/// A layer multiplies by a variable `gamma`: Keras' `scale=True`.
#[derive(Clone, Copy, Debug)]
pub enum Scale {}

/// A layer has no variable `gamma`: Keras' `scale=False`.
#[derive(Clone, Copy, Debug)]
pub enum NoScale {}

/// [`Center`] or [`NoCenter`].
pub trait Centers: Clone + Send + Sync + 'static + sealed::Sealed {
    /// Whether there is a `beta`.
    const CENTERS: bool;
}

impl Centers for Center {
    const CENTERS: bool = true;
}

impl Centers for NoCenter {
    const CENTERS: bool = false;
}

/// [`Scale`] or [`NoScale`].
pub trait Scales: Clone + Send + Sync + 'static + sealed::Sealed {
    /// Whether there is a `gamma`.
    const SCALES: bool;
}

impl Scales for Scale {
    const SCALES: bool = true;
}

impl Scales for NoScale {
    const SCALES: bool = false;
}

mod sealed {
    pub trait Sealed {}
    impl Sealed for super::Center {}
    impl Sealed for super::NoCenter {}
    impl Sealed for super::Scale {}
    impl Sealed for super::NoScale {}
}

/// The variables `gamma` and `beta`, those that are there.
const fn affine_variables<C: Centers, S: Scales>(both: &'static [Variable; 2]) -> &'static [Variable] {
    match (S::SCALES, C::CENTERS) {
        (true, true) => both,
        (true, false) => both.split_at(1).0,
        (false, true) => both.split_at(1).1,
        (false, false) => &[],
    }
}

/// Whether a number that is added to a variance makes sense.
fn check_epsilon(what: &'static str, epsilon: f64) -> Result<()> {
    check_setting(what, epsilon, epsilon.is_finite() && epsilon > 0.0, "more than 0")
}

/// `gamma` and `beta`, if they are there, and what comes behind them.
type Affine<'a, T> = (Option<&'a [T]>, Option<&'a [T]>, &'a [T]);

/// Takes the variables, or anything that lies like them, apart.
fn affine<C: Centers, S: Scales, T>(values: &[T], channels: usize) -> Affine<'_, T> {
    let (gamma, rest) = values.split_at(if S::SCALES { channels } else { 0 });
    let (beta, rest) = rest.split_at(if C::CENTERS { channels } else { 0 });
    (S::SCALES.then_some(gamma), C::CENTERS.then_some(beta), rest)
}

/// As [`affine`], to be written.
type AffineMut<'a, T> = (Option<&'a mut [T]>, Option<&'a mut [T]>, &'a mut [T]);

fn affine_mut<C: Centers, S: Scales, T>(values: &mut [T], channels: usize) -> AffineMut<'_, T> {
    let (gamma, rest) = values.split_at_mut(if S::SCALES { channels } else { 0 });
    let (beta, rest) = rest.split_at_mut(if C::CENTERS { channels } else { 0 });
    (S::SCALES.then_some(gamma), C::CENTERS.then_some(beta), rest)
}

/// Methods for the options of `gamma` and `beta`, which are fields of those names.
macro_rules! affine_options {
    () => {
        crate::layers::options::variable_options! {
            gamma = "ones": gamma_initializer, gamma_regularizer, gamma_constraint;
            beta = "zeros": beta_initializer, beta_regularizer, beta_constraint;
        }
    };
}
use affine_options;
