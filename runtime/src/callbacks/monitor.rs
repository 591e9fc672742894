use alloc::borrow::ToOwned;
use alloc::string::String;

use super::Training;
use crate::error::{Error, Result, check_setting};
use crate::metrics::Direction;
use crate::saving::{State, error};

/// Which way a number that is watched gets better.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mode {
    /// As the loss or metric says: less of a loss, more of an accuracy.
    #[default]
    Auto,
    /// Less is better.
    Min,
    /// More is better.
    Max,
}

/// A number that is watched, and the best that it has been.
#[derive(Clone, Debug)]
pub(super) struct Monitor {
    pub(super) name: String,
    pub(super) mode: Mode,
    pub(super) min_delta: f64,
    direction: Direction,
    /// What the first number has to be better than.
    reference: Option<f64>,
    best: Option<f64>,
}

impl Monitor {
    /// Watches `val_loss`.
    pub(super) fn new(min_delta: f64) -> Self {
        let name = "val_loss".to_owned();
        Self { name, mode: Mode::Auto, min_delta, direction: Direction::Down, reference: None, best: None }
    }

    /// Begins anew, with a number to be better than.
    pub(super) fn begin(&mut self, reference: Option<f64>, training: &Training<'_>) -> Result<()> {
        (self.reference, self.best) = (reference, None);
        check_setting("min_delta", self.min_delta, self.min_delta.is_finite(), "finite")?;
        let name = self.name.clone();
        if !training.names().contains(&name) {
            return Err(Error::UnknownScore { name, names: training.names().to_vec() });
        }
        self.direction = match self.mode {
            Mode::Auto => training.direction(&name).ok_or(Error::NoDirection { name })?,
            Mode::Min => Direction::Down,
            Mode::Max => Direction::Up,
        };
        Ok(())
    }

    /// Notes the best that the number has been.
    pub(super) fn save_state(&self, state: &mut State) {
        state.put("best", &self.best);
    }

    /// Remembers what was noted.
    pub(super) fn load_state(&mut self, state: &State) -> Result<()> {
        self.best = state.get("best")?;
        match self.best {
            // It would never be surpassed.
            Some(best) if best.is_nan() => Err(error("`best` is NaN".to_owned())),
            _ => Ok(()),
        }
    }

    /// The best that the number has been.
    pub(super) const fn best(&self) -> Option<f64> {
        self.best
    }

    /// Whether `value` is the best so far; it is kept then. NaN never is, also where it comes first.
    pub(super) fn improves(&mut self, value: f64) -> bool {
        let best = self.best.or(self.reference);
        let improves = !value.is_nan() && best.is_none_or(|best| self.is_better(value, best));
        if improves {
            self.best = Some(value);
        }
        improves
    }

    /// Whether `value` is better than `other` by more than `min_delta`, whose sign does not matter.
    pub(super) fn is_better(&self, value: f64, other: f64) -> bool {
        let min_delta = self.min_delta.abs();
        match self.direction {
            Direction::Up => value - min_delta > other,
            Direction::Down => value + min_delta < other,
        }
    }
}

/// An error for a number to be better than, if it is not finite.
pub(super) fn check_reference(what: &'static str, value: Option<f64>) -> Result<()> {
    value.map_or(Ok(()), |value| check_setting(what, value, value.is_finite(), "finite"))
}

/// Writes what every callback with a field `monitor` has.
macro_rules! builders {
    ($callback:ident) => {
        impl $callback {
            /// The callback with Keras' defaults.
            pub fn new() -> Self {
                Self::default()
            }

            /// The number to watch: `loss`, a metric, one of those with `val_` before it, or what a callback before
            /// this one adds. By default `val_loss`.
            #[must_use]
            pub fn monitor(mut self, name: impl Into<alloc::string::String>) -> Self {
                self.monitor.name = name.into();
                self
            }

            /// Which way the number gets better; by default as its loss or metric says.
            #[must_use]
            pub const fn mode(mut self, mode: $crate::callbacks::Mode) -> Self {
                self.monitor.mode = mode;
                self
            }

            /// The best that the number has been in the last training.
            pub const fn best(&self) -> Option<f64> {
                self.monitor.best()
            }
        }
    };
}
pub(super) use builders;
