//! Finding the lowest point of a function: L-BFGS, with a search along each direction.
//!
//! Sums are taken in `f64`, whatever the number type.

use alloc::vec;
use alloc::vec::Vec;

#[cfg(not(feature = "std"))]
use nalgebra::ComplexField as _;

use crate::kernels::reduce::{dot, norm};
use crate::optimizers::LBFGS;
use crate::tensor::Scalar;

/// By how much of what the slope promises the function has to fall.
const SUFFICIENT: f64 = 1e-4;

/// How much of the slope may be left.
const FLAT: f64 = 0.9;

/// How many points a search along a direction tries.
const TRIALS: usize = 30;

/// A function of many variables, with its gradient.
pub(super) trait Function<T> {
    /// The value at `point`, and the gradient there. What it leaves in `gradient` where the value is not finite does
    /// not matter.
    fn value(&mut self, point: &[T], gradient: &mut [T]) -> f64;
}

/// A point on the way down.
#[derive(Clone)]
struct Point<T> {
    value: f64,
    at: Vec<T>,
    gradient: Vec<T>,
}

impl<T: Scalar> Point<T> {
    /// Whether all of it is. A value may be finite where the point is not, or the gradient.
    fn is_finite(&self) -> bool {
        self.value.is_finite() && norm(&self.gradient).is_finite() && self.at.iter().all(|at| at.is_finite())
    }
}

/// A step that was made: its length and direction `s`, the change `y` of the gradient, and `s·y`.
struct Remembered<T> {
    step: Vec<T>,
    change: Vec<T>,
    product: f64,
}

/// A search for the lowest point.
pub(super) struct Descent<'f, T, F> {
    function: &'f mut F,
    settings: LBFGS,
    here: Point<T>,
    trial: Point<T>,
    direction: Vec<T>,
    /// The last steps, the latest one at the end.
    memory: Vec<Remembered<T>>,
    /// Room that was used for more of them.
    spare: Vec<Remembered<T>>,
    factors: Vec<f64>,
}

impl<'f, T: Scalar, F: Function<T>> Descent<'f, T, F> {
    /// Begins at `start`.
    pub(super) fn new(function: &'f mut F, start: &[T], settings: LBFGS) -> Self {
        let zeros = || vec![T::zero(); start.len()];
        let mut here = Point { value: 0.0, at: start.to_vec(), gradient: zeros() };
        here.value = function.value(&here.at, &mut here.gradient);
        let trial = here.clone();
        let (memory, spare, factors) = (Vec::new(), Vec::new(), Vec::new());
        Self { function, settings, here, trial, direction: zeros(), memory, spare, factors }
    }

    /// The value at the point reached.
    pub(super) const fn value(&self) -> f64 {
        self.here.value
    }

    /// The function, which has last been asked for its value there, and the point reached.
    pub(super) fn function_and_point(&mut self) -> (&mut F, &mut [T]) {
        (self.function, &mut self.here.at)
    }

    /// The point reached.
    pub(super) fn point(&self) -> &[T] {
        &self.here.at
    }

    /// Whether value and gradient are finite, as they are everywhere if they are so at the start.
    pub(super) fn is_finite(&self) -> bool {
        self.here.is_finite()
    }

    /// Whether the gradient is as good as zero.
    pub(super) fn is_flat(&self) -> bool {
        let largest = self.here.gradient.iter().fold(0.0, |largest: f64, g| largest.max(g.to_f64().abs()));
        largest <= self.settings.tolerance
    }

    /// Goes one step down; `false` if there is no lower point to be found.
    pub(super) fn step(&mut self) -> bool {
        self.set_direction();
        if self.search() {
            self.remember();
            return true;
        }
        // What is remembered may mislead: straight down, then.
        let is_misled = !self.memory.is_empty();
        self.spare.append(&mut self.memory);
        if !is_misled {
            return false;
        }
        self.set_direction();
        let is_lower = self.search();
        if is_lower {
            self.remember();
        }
        is_lower
    }

    /// `−H g`, by Nocedal's two loops.
    fn set_direction(&mut self) {
        let Self { here, direction, memory, factors, .. } = self;
        for (d, g) in direction.iter_mut().zip(&here.gradient) {
            *d = -*g;
        }
        factors.clear();
        for Remembered { step, change, product } in memory.iter().rev() {
            let factor = dot(step, direction) / product;
            add(direction, -factor, change);
            factors.push(factor);
        }
        if let Some(Remembered { change, product, .. }) = memory.last() {
            let scale = T::of(product / dot(change, change));
            direction.iter_mut().for_each(|d| *d *= scale);
        }
        for (Remembered { step, change, product }, factor) in memory.iter().zip(factors.iter().rev()) {
            let back = dot(change, direction) / product;
            add(direction, factor - back, step);
        }
    }

    /// Looks along the direction for a point at which the strong Wolfe conditions hold, and leaves it in `trial`.
    /// `false` if there is none, or none that is lower.
    fn search(&mut self) -> bool {
        let slope = dot(&self.here.gradient, &self.direction);
        if slope.is_nan() || slope >= 0.0 {
            return false;
        }
        let start = Trial { length: 0.0, value: self.here.value, slope };
        // Nothing is known of the scale at first: a step that changes the variables by no more than 1 together.
        let sum: f64 = self.here.gradient.iter().map(|g| g.to_f64().abs()).sum();
        let mut length = if self.memory.is_empty() { (1.0 / sum).min(1.0) } else { 1.0 };
        let mut before = start;
        for trial in 0..TRIALS {
            let now = self.try_length(length);
            if now.is_too_high(start) || (trial > 0 && now.value >= before.value) {
                return self.zoom(start, before, now, TRIALS - trial);
            }
            if now.slope.abs() <= -FLAT * slope {
                return true;
            }
            if now.slope >= 0.0 {
                return self.zoom(start, now, before, TRIALS - trial);
            }
            before = now;
            length *= 2.0;
        }
        // Down and down: further than this nobody needs to go at once.
        true
    }

    /// The same between two lengths, of which `low` has the lower value.
    fn zoom(&mut self, start: Trial, mut low: Trial, mut high: Trial, trials: usize) -> bool {
        for _ in 0..trials {
            let length = low.between(high);
            let now = self.try_length(length);
            if now.is_too_high(start) || now.value >= low.value {
                high = now;
            } else {
                if now.slope.abs() <= -FLAT * start.slope {
                    return true;
                }
                if now.slope * (high.length - low.length) >= 0.0 {
                    high = low;
                }
                low = now;
            }
        }
        // Not as flat as it should be, but lower.
        low.length > 0.0 && self.try_length(low.length).value < start.value
    }

    /// Goes `length` along the direction, to `trial`.
    fn try_length(&mut self, length: f64) -> Trial {
        let Self { function, here, trial, direction, .. } = self;
        for ((at, &from), &d) in trial.at.iter_mut().zip(&here.at).zip(&*direction) {
            *at = from + T::of(length) * d;
        }
        trial.value = function.value(&trial.at, &mut trial.gradient);
        if !trial.is_finite() {
            trial.value = f64::INFINITY;
        }
        Trial { length, value: trial.value, slope: dot(&trial.gradient, direction) }
    }

    /// Moves to `trial`, and remembers what that has shown.
    fn remember(&mut self) {
        let Self { here, trial, memory, spare, settings, .. } = self;
        let steps = || trial.at.iter().zip(&here.at).map(|(&to, &from)| to - from);
        let changes = || trial.gradient.iter().zip(&here.gradient).map(|(&to, &from)| to - from);
        let product: f64 = steps().zip(changes()).map(|(s, y)| s.to_f64() * y.to_f64()).sum();
        let square: f64 = changes().map(|y| y.to_f64() * y.to_f64()).sum();
        // Only a function that bends upwards there has a lowest point to point to.
        if product.is_finite() && product > f64::EPSILON * square {
            let mut remembered = if memory.len() == settings.history_size {
                memory.remove(0)
            } else {
                let zeros = || vec![T::zero(); here.at.len()];
                spare.pop().unwrap_or_else(|| Remembered { step: zeros(), change: zeros(), product: 0.0 })
            };
            remembered.step.iter_mut().zip(steps()).for_each(|(step, s)| *step = s);
            remembered.change.iter_mut().zip(changes()).for_each(|(change, y)| *change = y);
            remembered.product = product;
            memory.push(remembered);
        }
        core::mem::swap(here, trial);
    }
}

/// A point along a direction.
#[derive(Clone, Copy)]
struct Trial {
    length: f64,
    value: f64,
    slope: f64,
}

impl Trial {
    /// Whether the value has not fallen enough since `start`.
    fn is_too_high(self, start: Self) -> bool {
        let enough = start.value + SUFFICIENT * self.length * start.slope;
        // What is not finite is too high as well.
        !self.slope.is_finite() || self.value > enough
    }

    /// A length between the two: where the cubic through both is lowest, if that is well inside; otherwise the middle.
    fn between(self, other: Self) -> f64 {
        let width = other.length - self.length;
        let middle = self.length + 0.5 * width;
        let first =
            self.slope + other.slope - 3.0 * (self.value - other.value) / (self.length - other.length);
        let root = (first * first - self.slope * other.slope).sqrt().copysign(width);
        let part = 1.0 - (other.slope + root - first) / (other.slope - self.slope + 2.0 * root);
        if (0.1..=0.9).contains(&part) { self.length + part * width } else { middle }
    }
}

/// `a ← a + factor b`
fn add<T: Scalar>(a: &mut [T], factor: f64, b: &[T]) {
    let factor = T::of(factor);
    a.iter_mut().zip(b).for_each(|(a, &b)| *a += factor * b);
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A function, and how often it was asked.
    struct Counted<G>(G, usize);

    impl<G: Fn(&[f64]) -> (f64, Vec<f64>)> Function<f64> for Counted<G> {
        fn value(&mut self, point: &[f64], gradient: &mut [f64]) -> f64 {
            self.1 += 1;
            let (value, slopes) = (self.0)(point);
            gradient.copy_from_slice(&slopes);
            value
        }
    }

    fn lowest(function: impl Fn(&[f64]) -> (f64, Vec<f64>), start: &[f64]) -> (Vec<f64>, usize) {
        let mut counted = Counted(function, 0);
        let mut descent = Descent::new(&mut counted, start, LBFGS::new().tolerance(1e-9));
        let mut value = descent.value();
        for _ in 0..200 {
            if descent.is_flat() || !descent.step() {
                break;
            }
            assert!(descent.value() < value);
            value = descent.value();
        }
        (descent.point().to_vec(), counted.1)
    }

    fn rosenbrock(x: &[f64]) -> (f64, Vec<f64>) {
        let (a, b) = (1.0 - x[0], x[1] - x[0] * x[0]);
        (a * a + 100.0 * b * b, vec![-2.0 * a - 400.0 * x[0] * b, 200.0 * b])
    }

    #[test]
    fn the_bottom_of_a_bent_valley_is_found() {
        let (point, trials) = lowest(rosenbrock, &[-1.2, 1.0]);
        assert!((point[0] - 1.0).abs() < 1e-8 && (point[1] - 1.0).abs() < 1e-8, "{point:?}");
        assert!(trials < 100, "{trials}");
    }

    fn bowl(scales: [f64; 3]) -> impl Fn(&[f64]) -> (f64, Vec<f64>) {
        move |x| {
            let value = x.iter().zip(scales).map(|(x, s)| 0.5 * s * x * x).sum();
            (value, x.iter().zip(scales).map(|(x, s)| s * x).collect())
        }
    }

    #[test]
    fn a_stretched_bowl_takes_a_few_steps() {
        let (point, trials) = lowest(bowl([1.0, 10.0, 1000.0]), &[3.0, -2.0, 1.0]);
        assert!(point.iter().all(|x| x.abs() < 1e-8), "{point:?}");
        assert!(trials < 40, "{trials}");
    }

    #[test]
    fn so_does_a_steep_one() {
        for scales in [[1.0, 1e3, 1e6], [1.0, 1e6, 1e12], [1e12, 2e12, 3e12]] {
            let (point, trials) = lowest(bowl(scales), &[3.0, -2.0, 1.0]);
            assert!(point.iter().all(|x| x.abs() < 1e-8), "{scales:?}: {point:?}");
            assert!(trials < 100, "{scales:?}: {trials}");
        }
    }

    #[test]
    fn a_short_memory_will_do() {
        for (size, iterations) in [(1, 200), (2, 200), (usize::MAX, 3), (5, 0)] {
            let settings = LBFGS::new().history_size(size).max_iterations(iterations);
            let mut counted = Counted(rosenbrock, 0);
            let mut descent = Descent::new(&mut counted, &[-1.2, 1.0], settings);
            for _ in 0..iterations {
                let before = descent.value();
                assert!(descent.is_flat() || descent.step());
                assert!(descent.value() <= before);
            }
            assert!(descent.memory.len() + descent.spare.len() <= size.min(iterations));
            assert!(iterations < 200 || descent.is_flat(), "{size}: {:?}", descent.point());
        }
    }

    /// `x − ln x` is not a number left of 0, where the first steps lead.
    #[test]
    fn where_the_function_is_not_a_number_the_search_goes_back() {
        let (point, _) = lowest(|x| (x[0] - x[0].ln(), vec![1.0 - 1.0 / x[0]]), &[30.0]);
        assert!((point[0] - 1.0).abs() < 1e-8, "{point:?}");
    }

    #[test]
    fn a_function_without_a_bottom_does_not_hold_up() {
        let mut slope = Counted(|x: &[f64]| (-x[0], vec![-1.0]), 0);
        let mut descent = Descent::new(&mut slope, &[0.0], LBFGS::new());
        assert!((0..5).all(|_| descent.step()));
        assert!(descent.value() < -1e6 && descent.value().is_finite());
    }

    /// Neither a value of −∞ nor a point at infinity is a lowest point.
    #[test]
    fn what_is_infinite_is_not_low() {
        let abyss = |x: &[f64]| (if x[0] > 1e3 { f64::NEG_INFINITY } else { -x[0] }, vec![-1.0]);
        let (point, _) = lowest(abyss, &[0.0]);
        assert!((900.0..=1e3).contains(&point[0]), "{point:?}");
        // Steps become longer and longer, and all would be well at infinity.
        let shelf = |x: &[f64]| {
            let value = if x[0].is_finite() { -x[0].powf(0.999) } else { -f64::MAX };
            (value, vec![-0.999 * x[0].powf(-0.001)])
        };
        let (point, _) = lowest(shelf, &[1.0]);
        assert!(point[0].is_finite() && point[0] > 1e300, "{point:?}");
    }
}
