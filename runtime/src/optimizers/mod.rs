//! Optimizers, under Keras' names.

mod adadelta;
mod adafactor;
mod adagrad;
mod adam;
mod adam_w;
mod adamax;
mod ftrl;
mod lamb;
mod lbfgs;
mod learning_rate;
mod lion;
mod moments;
mod nadam;
mod options;
mod rmsprop;
mod sgd;
mod update;

pub use adadelta::Adadelta;
pub use adafactor::Adafactor;
pub use adagrad::Adagrad;
pub use adam::Adam;
pub use adam_w::AdamW;
pub use adamax::Adamax;
pub use ftrl::Ftrl;
pub use lamb::Lamb;
pub use lbfgs::LBFGS;
pub use learning_rate::{IntoLearningRate, LearningRate};
pub use lion::Lion;
pub use nadam::Nadam;
pub use options::Options;
pub use rmsprop::RMSprop;
pub use sgd::SGD;
pub use update::{Slots, Update};

pub(crate) use options::Clipping;
pub(crate) use update::set_finite;

use moments::{Moments, moments};
use options::{builders, lend_options};

use crate::error::{Result, check_setting};
use crate::tensor::{Scalar, as_in_keras};

/// A rule that changes variables to make the loss smaller.
///
/// An optimizer is a description; what it remembers from step to step, so many numbers for each variable,
/// lies with the model's other numbers and is lent to it as [`Update::slots`]. Its [`Options`] are seen to by whoever
/// makes the steps.
/// ```
/// use plywood::Scalar;
/// use plywood::optimizers::{Optimizer, Options, Update};
/// use plywood::prelude::*;
///
/// /// Steps of one length against the sign of the gradient: `w ← w − η sign(g)`.
/// #[derive(Clone)]
/// struct SignSGD(Options);
///
/// impl Optimizer for SignSGD {
///     fn options(&self) -> &Options {
///         &self.0
///     }
///
///     fn options_mut(&mut self) -> &mut Options {
///         &mut self.0
///     }
///
///     fn update<T: Scalar>(&self, update: Update<'_, T>) -> bool {
///         let rate = T::of(update.learning_rate);
///         update.each(|w, g, []| (if g == T::zero() { w } else { w - rate.copysign(g) }, []))
///     }
/// }
///
/// let model = model![Dense<1, 1>(kernel_initializer = Zeros)];
/// let mut model = model.compile(SignSGD(Options::new(0.25)), MeanSquaredError::default(), ());
/// model.fit(&Dataset::new([[1.0]], [[9.0]])?, Fit::epochs(3))?;
/// // Kernel and bias are 0.75 both.
/// assert_eq!(model.predict(&[2.0]), [0.75 * 2.0 + 0.75]);
/// # Ok::<(), plywood::Error>(())
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an optimizer",
    label = "not an optimizer",
    note = "write `Adam::new(0.001)` or `SGD::new(0.01)`, for example"
)]
pub trait Optimizer: Clone + Send + Sync {
    /// Whether each variable has to come alone, with its shape, because its norm or its rows matter. Otherwise all
    /// variables that are to be changed come in one piece where they lie side by side, which is faster.
    const SEPARATE: bool = false;

    /// The learning rate, and what else every optimizer can be told.
    fn options(&self) -> &Options;

    /// As [`options`](Self::options), to be changed.
    fn options_mut(&mut self) -> &mut Options;

    /// How many numbers it remembers for each number that it changes.
    fn slots(&self) -> usize {
        0
    }

    /// What slot number `slot` holds at first.
    fn first_value(&self, slot: usize) -> f64 {
        let _ = slot;
        0.0
    }

    /// Whether the settings of its own make sense; `fit` asks before it changes anything.
    ///
    /// # Errors
    /// [`Error::Setting`](crate::Error::Setting) for a setting out of its range.
    fn check(&self) -> Result<()> {
        Ok(())
    }

    /// Makes one step. A number, variable or slot, that the step would make infinite or not a number becomes
    /// 0; `false` says that there was one, and training then ends with
    /// [`Error::Diverged`](crate::Error::Diverged). [`Update::each`] sees to that.
    fn update<T: Scalar>(&self, update: Update<'_, T>) -> bool;
}

/// An error for a factor that is not from 0 to less than 1, or is 1 [as in Keras](as_in_keras).
fn check_beta(what: &'static str, beta: f64) -> Result<()> {
    check_setting(what, beta, beta >= 0.0 && as_in_keras(beta) < 1.0, "from 0 to less than 1")
}

/// An error for a momentum that is none.
fn check_momentum(momentum: f64) -> Result<()> {
    check_setting("momentum", momentum, (0.0..=1.0).contains(&momentum), "from 0 to 1")
}

/// An error for a number that is too small to keep a divisor from zero.
fn check_epsilon(what: &'static str, epsilon: f64) -> Result<()> {
    let smallest = f64::from(f32::MIN_POSITIVE);
    check_setting(what, epsilon, epsilon.is_finite() && epsilon >= smallest, "at least 1.2e-38")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simd::Instructions;

    /// Something to be tried with an optimizer of any type.
    trait With {
        fn with<O: Optimizer>(&self, optimizer: &O);
    }

    fn every_optimizer(action: &impl With) {
        action.with(&SGD::new(0.1));
        action.with(&SGD::new(0.1).momentum(0.9));
        action.with(&SGD::new(0.1).momentum(0.9).nesterov(true));
        action.with(&RMSprop::new(0.1));
        action.with(&RMSprop::new(0.1).momentum(0.5));
        action.with(&RMSprop::new(0.1).centered(true));
        action.with(&RMSprop::new(0.1).momentum(0.5).centered(true));
        action.with(&Adam::new(0.1));
        action.with(&Adam::new(0.1).amsgrad(true));
        action.with(&AdamW::new(0.1));
        action.with(&Adagrad::new(0.5));
        action.with(&Adadelta::new(20.0));
        action.with(&Adamax::new(0.1));
        action.with(&Nadam::new(0.1));
        action.with(&Ftrl::new(0.5));
        action.with(&Lion::new(0.01));
        action.with(&Adafactor::new(0.1));
        action.with(&Lamb::new(0.1));
    }

    /// An update of six values, a matrix, in the middle of ten gives what one of six values alone gives, and leaves the
    /// others as they are: what lies around is not a number, so that nobody can have read it.
    struct ReadsAndWritesInside;

    impl With for ReadsAndWritesInside {
        fn with<O: Optimizer>(&self, optimizer: &O) {
            const ALL: usize = 10;
            let range = 2..8;
            let slots = optimizer.slots();
            let first = |slot| optimizer.first_value(slot);
            let mut alone: Vec<f64> = (0..slots).flat_map(|slot| [first(slot); 6]).collect();
            let mut memory: Vec<f64> = (0..slots * ALL)
                .map(|place| if range.contains(&(place % ALL)) { first(place / ALL) } else { f64::NAN })
                .collect();
            let (mut few, mut variables) = ([1.0, -2.0, 3.0, -4.0, 0.0, 1e-9], [f64::NAN; ALL]);
            variables[range.clone()].copy_from_slice(&few);
            for iterations in 0..3 {
                let gradients = [1.0, 2.0, -3.0, 1e-9, 0.0, -1e3].map(|g| g / (iterations + 1) as f64);
                let update = Update::new(&mut few, &gradients, &mut alone, 0.1, iterations);
                assert!(optimizer.update(Update { shape: &[2, 3], ..update }));
                assert!(optimizer.update(Update {
                    variables: &mut variables[range.clone()],
                    gradients: &gradients,
                    slots: Slots::new(&mut memory, ALL, range.clone()),
                    shape: &[2, 3],
                    learning_rate: 0.1,
                    iterations,
                    instructions: Instructions::TARGET,
                }));
            }
            let name = core::any::type_name::<O>();
            assert_eq!(variables[range.clone()], few, "{name}");
            let inside = |place: usize| range.contains(&(place % ALL));
            let kept: Vec<f64> =
                (0..memory.len()).filter(|&place| inside(place)).map(|place| memory[place]).collect();
            assert_eq!(kept, alone, "{name}");
            assert!((0..ALL).all(|place| inside(place) || variables[place].is_nan()), "{name}");
            assert!((0..memory.len()).all(|place| inside(place) || memory[place].is_nan()), "{name}");
        }
    }

    #[test]
    fn no_optimizer_reads_or_writes_outside() {
        every_optimizer(&ReadsAndWritesInside);
    }

    /// The way down a bowl that is ten times as steep along one axis as along the other one.
    struct FindsTheMinimum;

    impl With for FindsTheMinimum {
        fn with<O: Optimizer>(&self, optimizer: &O) {
            let mut w = [2.0f64, -1.0];
            let mut slots: Vec<f64> =
                (0..optimizer.slots()).flat_map(|n| [optimizer.first_value(n); 2]).collect();
            let loss = |w: [f64; 2]| (w[0] - 1.0).powi(2) + 0.1 * (w[1] - 1.0).powi(2);
            for iterations in 0..2000 {
                let gradients = [2.0 * (w[0] - 1.0), 0.2 * (w[1] - 1.0)];
                let rate = optimizer.options().learning_rate().at(iterations);
                assert!(optimizer.update(Update::new(&mut w, &gradients, &mut slots, rate, iterations)));
            }
            assert!(loss(w) < 0.02, "{}: {w:?}", core::any::type_name::<O>());
        }
    }

    #[test]
    fn every_optimizer_finds_a_minimum() {
        every_optimizer(&FindsTheMinimum);
    }

    /// Numbers as small as they can be, and large ones, with the settings that are nearest to the limits of their ranges.
    struct StaysFinite;

    impl With for StaysFinite {
        fn with<O: Optimizer>(&self, optimizer: &O) {
            for (w, g) in [0.0, 1e-45f32, -1e-30, 1e-10, -1e9]
                .into_iter()
                .flat_map(|w| [0.0, 1e-45, -1e-20, 1e9].map(|g| (w, g)))
            {
                let (mut variables, mut slots) = ([w, -w, 1.0, 0.0], Vec::new());
                slots.extend((0..optimizer.slots()).flat_map(|n| [optimizer.first_value(n) as f32; 4]));
                for iterations in [0, 1, 2, 1_000_000, u64::MAX - 1] {
                    let gradients = [g, 0.0, -g, g];
                    let update = Update::new(&mut variables, &gradients, &mut slots, 0.1, iterations);
                    let name = core::any::type_name::<O>();
                    assert!(
                        optimizer.update(Update { shape: &[2, 2], ..update }),
                        "{name}: {w}, {g}, {iterations}"
                    );
                    assert!(variables.iter().chain(&slots).all(|value| value.is_finite()), "{name}");
                }
            }
        }
    }

    #[test]
    fn ordinary_steps_keep_every_number_finite() {
        let (small, almost_1) = (1e-37, 1.0 - 1e-7);
        every_optimizer(&StaysFinite);
        for (beta_1, beta_2) in [(0.0, 0.0), (0.0, almost_1), (almost_1, almost_1), (0.9, 0.999)] {
            StaysFinite.with(&Adam::new(0.1).beta_1(beta_1).beta_2(beta_2).epsilon(small));
            StaysFinite.with(&Adamax::new(0.1).beta_1(beta_1).beta_2(beta_2).epsilon(small));
            StaysFinite.with(&Nadam::new(0.1).beta_1(beta_1).beta_2(beta_2).epsilon(small));
            StaysFinite.with(&Lamb::new(0.1).beta_1(beta_1).beta_2(beta_2).epsilon(small));
            StaysFinite.with(&RMSprop::new(0.1).rho(beta_2).epsilon(small).centered(true));
            StaysFinite.with(&Adadelta::new(0.1).rho(beta_2).epsilon(small));
        }
        StaysFinite.with(&Adagrad::new(0.1).initial_accumulator_value(0.0).epsilon(small));
        StaysFinite.with(&Ftrl::new(0.1).initial_accumulator_value(0.0).l1_regularization_strength(1.0));
        StaysFinite.with(&Adafactor::new(0.1).epsilon_1(small).epsilon_2(0.0));
    }

    #[test]
    fn factors_that_are_1_in_f32_are_refused() {
        assert!(check_beta("beta", 1.0 - 1e-9).is_err());
        assert!(check_beta("beta", 1.0 - 1e-7).is_ok());
    }
}
