use crate::error::{Result, check_setting};

/// L-BFGS: for small problems whose data fit into one batch. Keras has none.
///
/// Other optimizers make a step from the gradient of a batch; this one looks for the lowest loss on all samples, along
/// directions `−H g`, where `H` approximates the inverse of the loss's second derivatives by what the last steps `s`
/// and the changes of the gradient `y` have shown. How far it goes is found by trying, until the strong Wolfe
/// conditions hold: the loss has fallen by at least `10⁻⁴` of what the slope promised, and the slope is at most 0.9 of
/// what it was. So there is no learning rate.
///
/// It is not an [`Optimizer`](super::Optimizer), but an argument of [`Compiled::minimize`](crate::Compiled::minimize).
///
/// Defaults: at most 100 iterations, 10 steps remembered, tolerance 1e-6.
///
/// Source: D. C. Liu and J. Nocedal, "On the limited memory BFGS method for large scale optimization", 1989; the search
/// along a direction: J. Nocedal and S. J. Wright, "Numerical optimization", 2006, algorithms 3.5 and 3.6.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LBFGS {
    pub(crate) max_iterations: usize,
    pub(crate) history_size: usize,
    pub(crate) tolerance: f64,
}

impl LBFGS {
    /// With the defaults.
    pub const fn new() -> Self {
        Self { max_iterations: 100, history_size: 10, tolerance: 1e-6 }
    }

    /// After how many iterations it ends at the latest. Each looks at the data once or a few times.
    #[must_use]
    pub const fn max_iterations(mut self, iterations: usize) -> Self {
        self.max_iterations = iterations;
        self
    }

    /// How many steps are remembered: each takes twice the memory of the model's variables.
    #[must_use]
    pub const fn history_size(mut self, steps: usize) -> Self {
        self.history_size = steps;
        self
    }

    /// It ends when no value of the gradient is larger than this.
    #[must_use]
    pub const fn tolerance(mut self, tolerance: f64) -> Self {
        self.tolerance = tolerance;
        self
    }

    pub(crate) fn check(&self) -> Result<()> {
        let steps = self.history_size;
        check_setting("the history size of `LBFGS`", steps as f64, steps > 0, "at least 1")?;
        let tolerance = self.tolerance;
        check_setting("the tolerance of `LBFGS`", tolerance, tolerance >= 0.0, "0 or more")
    }
}

impl Default for LBFGS {
    fn default() -> Self {
        Self::new()
    }
}
