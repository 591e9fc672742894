//! Learning rates that change from step to step, under Keras' names.
//!
//! An optimizer takes one in place of a number: `SGD::new(ExponentialDecay::new(0.1, 1000, 0.96))`.

mod exponential_decay;

pub use exponential_decay::ExponentialDecay;

use core::fmt::Debug;

use crate::Result;

/// A learning rate for each step.
pub trait Schedule: Debug + Send + Sync + 'static {
    /// Whether the settings make sense; `fit` asks before it changes anything.
    ///
    /// # Errors
    /// [`Error::Setting`](crate::Error::Setting) for a setting out of its range.
    fn check(&self) -> Result<()> {
        Ok(())
    }

    /// The learning rate of step `step`, counted from 0: that many batches have been learnt from before it.
    fn rate(&self, step: u64) -> f64;
}
