use super::Reduction;
use super::pointwise::Pointwise;
use crate::error::{Result, check_not_negative};
use crate::tensor::Scalar;

/// Squared near the target, absolute far from it: with `d = p − y`, the mean over the `N` values on the last axis of
/// `d² / 2` where `|d| ≤ δ`, and `δ |d| − δ² / 2` elsewhere. `∂L/∂pⱼ = dⱼ / N`, kept between `−δ / N` and `δ / N`.
///
/// For outputs of every shape and activation, with targets of the same shape.
///
/// Default: `delta` 1.
///
/// Source: P. J. Huber, "Robust estimation of a location parameter", 1964.
#[derive(Clone, Copy, Debug)]
pub struct Huber {
    delta: f64,
    reduction: Reduction,
}

impl Huber {
    /// `δ`: from which difference on the loss grows no faster.
    #[must_use]
    pub const fn delta(mut self, delta: f64) -> Self {
        self.delta = delta;
        self
    }
}

impl Default for Huber {
    fn default() -> Self {
        Self { delta: 1.0, reduction: Reduction::default() }
    }
}

super::pointwise::pointwise!(Huber);

impl Pointwise for Huber {
    const NAME: &'static str = "huber_loss";

    fn check(&self) -> Result<()> {
        let delta = self.delta;
        check_not_negative("the delta of `Huber`", delta)
    }

    fn value<T: Scalar>(&self, p: T, y: T) -> T {
        let (d, delta, half) = ((p - y).abs(), T::of(self.delta), T::of(0.5));
        if d <= delta { half * d * d } else { delta * d - half * delta * delta }
    }

    fn derivative<T: Scalar>(&self, p: T, y: T) -> T {
        let delta = T::of(self.delta);
        (p - y).clamp(-delta, delta)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::losses::testing::{assert_close, at};

    #[test]
    fn small_differences_are_squared_and_large_ones_are_not() {
        let loss = Huber::new().delta(0.5);
        for (p, value, derivative) in [(1.25, 0.03125, 0.25), (3.0, 0.875, 0.5), (-1.0, 0.875, -0.5)] {
            let found = at::<f64, _>(&loss, p, 1.0);
            assert_close(&[found.0, found.1], &[value, derivative]);
        }
        assert_eq!(at::<f64, _>(&loss, 1.5, 1.0), (0.125, 0.5));
    }

    #[test]
    fn settings_out_of_range_are_errors() {
        assert!(Pointwise::check(&Huber::new()).is_ok());
        for delta in [-1.0, f64::NAN, f64::INFINITY] {
            assert!(Pointwise::check(&Huber::new().delta(delta)).is_err());
        }
    }
}
