use alloc::string::String;
use alloc::vec::Vec;

use super::{IntoLearningRate, LearningRate};
use crate::error::{Error, Result, check_not_negative, check_setting};
use crate::tensor::as_in_keras;

/// What every optimizer can be told.
///
/// At a step the gradients are accumulated, then clipped; the weights decay, then the optimizer makes its step; then
/// averages are taken, and constraints applied.
#[derive(Clone, Debug)]
pub struct Options {
    pub(super) learning_rate: LearningRate,
    pub(super) weight_decay: Option<f64>,
    pub(super) exclude_from_weight_decay: Vec<String>,
    pub(super) clipping: Option<Clipping>,
    pub(super) use_ema: bool,
    pub(super) ema_momentum: f64,
    pub(super) ema_overwrite_frequency: Option<u64>,
    pub(super) gradient_accumulation_steps: u64,
}

/// How gradients are kept from being too large.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Clipping {
    /// The gradient of each variable, by its norm.
    Norm(f64),
    /// The gradient of all variables, by its norm.
    GlobalNorm(f64),
    /// Each value.
    Value(f64),
}

impl Options {
    /// Keras' defaults: no decay, no clipping, no averages, no accumulation.
    pub fn new(learning_rate: impl IntoLearningRate) -> Self {
        Self {
            learning_rate: learning_rate.into_learning_rate(),
            weight_decay: None,
            exclude_from_weight_decay: Vec::new(),
            clipping: None,
            use_ema: false,
            ema_momentum: 0.99,
            ema_overwrite_frequency: None,
            gradient_accumulation_steps: 1,
        }
    }

    /// How far a step goes.
    pub const fn learning_rate(&self) -> &LearningRate {
        &self.learning_rate
    }

    /// Sets how far a step goes, if it does not follow a schedule.
    ///
    /// # Errors
    /// [`Error::Scheduled`] if it does, and [`Error::Setting`] for a rate that is none.
    pub fn set_learning_rate(&mut self, rate: f64) -> Result<()> {
        if let LearningRate::Schedule(_) = self.learning_rate {
            return Err(Error::Scheduled);
        }
        let rate = LearningRate::Constant(rate);
        rate.check()?;
        self.learning_rate = rate;
        Ok(())
    }

    pub(crate) const fn clipping(&self) -> Option<Clipping> {
        self.clipping
    }

    /// The factor `λ` of the decay, if there is one.
    pub(crate) fn decay(&self) -> Option<f64> {
        self.weight_decay.map(as_in_keras)
    }

    /// The same for the variable of this name.
    pub(crate) fn decay_of(&self, name: &str) -> Option<f64> {
        self.decay().filter(|_| self.decays(name))
    }

    /// Whether the variable of this name decays, if any do.
    pub(crate) fn decays(&self, name: &str) -> bool {
        !self.exclude_from_weight_decay.iter().any(|part| name.contains(part.as_str()))
    }

    /// The momentum of the averages, if they are taken.
    pub(crate) const fn averaging(&self) -> Option<f64> {
        if self.use_ema { Some(self.ema_momentum) } else { None }
    }

    /// After how many steps the averages take the place of the weights, if at all.
    pub(crate) const fn overwriting(&self) -> Option<u64> {
        self.ema_overwrite_frequency
    }

    /// The number of batches that make one step.
    pub(crate) const fn accumulation(&self) -> u64 {
        self.gradient_accumulation_steps
    }

    pub(crate) fn check(&self) -> Result<()> {
        self.learning_rate.check()?;
        check_not_negative("weight_decay", self.weight_decay.unwrap_or(0.0))?;
        match self.clipping {
            None => Ok(()),
            Some(Clipping::Norm(c)) => check_setting("clipnorm", c, c > 0.0, "more than 0"),
            Some(Clipping::GlobalNorm(c)) => check_setting("global_clipnorm", c, c > 0.0, "more than 0"),
            Some(Clipping::Value(c)) => check_setting("clipvalue", c, c > 0.0, "more than 0"),
        }?;
        let momentum = self.ema_momentum;
        check_setting("ema_momentum", momentum, (0.0..=1.0).contains(&momentum), "from 0 to 1")?;
        let frequency = self.ema_overwrite_frequency.unwrap_or(1);
        check_setting("ema_overwrite_frequency", frequency as f64, frequency > 0, "at least 1")?;
        let steps = self.gradient_accumulation_steps;
        check_setting("gradient_accumulation_steps", steps as f64, steps > 0, "at least 1")
    }
}

/// Writes the builder methods of [`Options`]: for `Options` itself, and for an optimizer that has them in the field
/// that is named.
macro_rules! builders {
    ($optimizer:ident $(, $($options:ident).+)?) => {
        impl $optimizer {
            /// Decoupled weight decay `λ`: before each step, `w ← w − η λ w`. By default there is none.
            #[must_use]
            pub const fn weight_decay(mut self, weight_decay: f64) -> Self {
                self.$($($options.)+)?weight_decay = Some(weight_decay);
                self
            }

            /// The variables that do not decay: those whose name, such as `dense_1/bias`, has one of these texts in
            /// it. By default all decay, biases too.
            #[must_use]
            pub fn exclude_from_weight_decay<S: Into<alloc::string::String>>(
                mut self,
                names: impl IntoIterator<Item = S>,
            ) -> Self {
                self.$($($options.)+)?exclude_from_weight_decay = names.into_iter().map(S::into).collect();
                self
            }

            /// Shortens the gradient of each variable, alone, to at most this norm. Of the three ways to clip the
            /// last one that is given counts; by default there is none.
            #[must_use]
            pub const fn clipnorm(mut self, norm: f64) -> Self {
                self.$($($options.)+)?clipping = Some($crate::optimizers::options::Clipping::Norm(norm));
                self
            }

            /// Shortens the gradient of all variables together to at most this norm.
            #[must_use]
            pub const fn global_clipnorm(mut self, norm: f64) -> Self {
                self.$($($options.)+)?clipping = Some($crate::optimizers::options::Clipping::GlobalNorm(norm));
                self
            }

            /// Cuts each value of the gradient to between minus this and this.
            #[must_use]
            pub const fn clipvalue(mut self, value: f64) -> Self {
                self.$($($options.)+)?clipping = Some($crate::optimizers::options::Clipping::Value(value));
                self
            }

            /// Whether to keep an exponential moving average `a` of the weights, `a ← m a + (1 − m) w` after each
            /// batch, which takes their place when `fit` ends. By default not.
            #[must_use]
            pub const fn use_ema(mut self, use_ema: bool) -> Self {
                self.$($($options.)+)?use_ema = use_ema;
                self
            }

            /// The momentum `m` of the moving average; by default 0.99.
            #[must_use]
            pub const fn ema_momentum(mut self, momentum: f64) -> Self {
                self.$($($options.)+)?ema_momentum = momentum;
                self
            }

            /// Puts the moving average in the weights' place every so many steps, too. By default not.
            #[must_use]
            pub const fn ema_overwrite_frequency(mut self, steps: usize) -> Self {
                self.$($($options.)+)?ema_overwrite_frequency = Some(steps as u64);
                self
            }

            /// How many batches make one step, by the mean of their gradients; by default 1. A
            /// [`Schedule`](crate::schedules::Schedule) goes on counting batches, as in Keras.
            #[must_use]
            pub const fn gradient_accumulation_steps(mut self, steps: usize) -> Self {
                self.$($($options.)+)?gradient_accumulation_steps = steps as u64;
                self
            }
        }
    };
}
pub(super) use builders;

builders!(Options);

/// Writes the methods of [`Optimizer`](super::Optimizer) that lend the [`Options`] in the field that is named.
macro_rules! lend_options {
    ($($options:ident).+) => {
        fn options(&self) -> &$crate::optimizers::Options {
            &self.$($options).+
        }

        fn options_mut(&mut self) -> &mut $crate::optimizers::Options {
            &mut self.$($options).+
        }
    };
}
pub(super) use lend_options;
