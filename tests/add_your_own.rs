//! A layer, an activation, a loss, an optimizer, a metric and a callback from outside the crate, each one `impl`, at work
//! together.

use plywood::activations::{Elementwise, linear};
use plywood::callbacks::{EpochLogs, Training};
use plywood::layer::{Pass, Variable};
use plywood::losses::{Loss, Prediction};
use plywood::metrics::Metric;
use plywood::optimizers::{Optimizer, Update};
use plywood::prelude::*;
use plywood::rng::Streams;
use plywood::{Batch, BatchMut, Layer, Scalar, Shape, gradient_check};

/// A factor for each value, all starting at `first`: `z = f · x`.
#[derive(Clone, Debug)]
struct Scale<S: Shape> {
    first: f64,
    shape: std::marker::PhantomData<S>,
}

impl<S: Shape> Scale<S> {
    fn new() -> Self {
        Self { first: 1.0, shape: std::marker::PhantomData }
    }

    fn first(mut self, first: f64) -> Self {
        self.first = first;
        self
    }
}

impl<const N: usize> Layer for Scale<Features<N>> {
    type Input = Features<N>;
    type Output = Features<N>;
    type Activation = linear;

    const VARIABLES: &'static [Variable] = &[Variable::new("factor", &[N])];

    fn initialize<T: Scalar>(&self, factors: &mut [T], _: Streams) {
        factors.fill(T::of(self.first));
    }

    fn forward<T: Scalar>(
        &self,
        factors: &[T],
        input: Batch<'_, T, Features<N>>,
        mut output: BatchMut<'_, T, Features<N>>,
        _: &mut [T],
        _: Pass,
    ) {
        for ((output, input), &factor) in output.features().zip(input.features()).zip(factors) {
            output.iter_mut().zip(input).for_each(|(output, &x)| *output = factor * x);
        }
    }

    fn backward<T: Scalar>(
        &self,
        factors: &[T],
        input: Batch<'_, T, Features<N>>,
        _: &mut [T],
        delta: Batch<'_, T, Features<N>>,
        gradients: &mut [T],
        input_gradient: Option<BatchMut<'_, T, Features<N>>>,
    ) {
        for ((gradient, input), delta) in gradients.iter_mut().zip(input.features()).zip(delta.features()) {
            *gradient = input.iter().zip(delta).fold(T::zero(), |sum, (&x, &d)| sum + x * d);
        }
        let Some(mut input_gradient) = input_gradient else { return };
        for ((gradient, delta), &factor) in input_gradient.features().zip(delta.features()).zip(factors) {
            gradient.iter_mut().zip(delta).for_each(|(gradient, &d)| *gradient = factor * d);
        }
    }
}

/// `z / (1 + |z|)`
#[derive(Clone, Copy, Debug, Default)]
struct Softsign;

impl Elementwise for Softsign {
    const NAME: &'static str = "softsign";

    fn value<T: Scalar>(&self, z: T) -> T {
        z / (T::one() + z.abs())
    }

    fn derivative<T: Scalar>(&self, a: T) -> T {
        (T::one() - a.abs()) * (T::one() - a.abs())
    }
}

/// `ln cosh(p − y)`, summed.
#[derive(Clone)]
struct LogCosh;

impl<Out: Shape, A> Loss<Out, A> for LogCosh {
    type Target = Out;

    fn losses<T: Scalar>(
        &self,
        prediction: Prediction<'_, T, Out>,
        targets: Batch<'_, T, Out>,
        losses: &mut [T],
    ) {
        losses.fill(T::zero());
        for (outputs, targets) in prediction.outputs.features().zip(targets.features()) {
            for ((loss, &p), &y) in losses.iter_mut().zip(outputs).zip(targets) {
                *loss += (p - y).cosh().ln();
            }
        }
    }

    fn gradient<T: Scalar>(
        &self,
        prediction: Prediction<'_, T, Out>,
        targets: Batch<'_, T, Out>,
        mut gradient: BatchMut<'_, T, Out>,
    ) {
        let pairs = prediction.outputs.values().iter().zip(targets.values());
        gradient.values().iter_mut().zip(pairs).for_each(|(gradient, (&p, &y))| *gradient = (p - y).tanh());
    }
}

/// Steps of fixed length against the gradient's sign, shorter with every step.
#[derive(Clone)]
struct SignDescent {
    learning_rate: f64,
}

impl Optimizer for SignDescent {
    fn slots(&self) -> usize {
        0
    }

    fn update<T: Scalar>(&self, update: Update<'_, T>) -> bool {
        let rate = T::of(self.learning_rate / (1.0 + 0.05 * update.iterations as f64));
        for (variable, &gradient) in update.variables.iter_mut().zip(update.gradients) {
            *variable -= if gradient == T::zero() { T::zero() } else { rate.copysign(gradient) };
        }
        true
    }
}

/// The largest difference of all samples.
#[derive(Clone, Default)]
struct LargestError(f64);

impl<Out: Shape> Metric<Out, Out> for LargestError {
    fn name(&self) -> &'static str {
        "largest_error"
    }

    fn reset(&mut self) {
        self.0 = 0.0;
    }

    fn update<T: Scalar>(&mut self, outputs: Batch<'_, T, Out>, targets: Batch<'_, T, Out>) {
        for (sample, value) in (0..targets.samples()).flat_map(|s| (0..Out::LEN).map(move |v| (s, v))) {
            let error = (outputs.at(value, sample) - targets.at(value, sample)).abs();
            self.0 = self.0.max(error.to_f64());
        }
    }

    fn result(&self) -> f64 {
        self.0
    }
}

/// Stops when the metric is small enough.
struct CloseEnough(f64);

impl Callback for CloseEnough {
    fn on_epoch_end(&mut self, logs: &EpochLogs<'_>, training: &mut Training) {
        if logs.scores.get("largest_error").is_some_and(|error| error < self.0) {
            training.stop();
        }
    }
}

model! {
    struct Own {
        Dense<2, 8, Softsign>,
        scale: Scale<_>(first = 0.5),
        Dense<_, 1>,
        end: Scale<Features<1>>,
    }
}

fn plane<T: Scalar>() -> Dataset<Features<2>, Features<1>, T> {
    let points: Vec<[T; 2]> =
        (0..25).map(|n| [T::of((n % 5) as f64 / 2.0 - 1.0), T::of((n / 5) as f64 / 2.0 - 1.0)]).collect();
    let heights: Vec<[T; 1]> = points.iter().map(|&[x, y]| [T::of(0.3) * x - T::of(0.5) * y]).collect();
    Dataset::new(points, heights).unwrap()
}

#[test]
fn they_train_together() {
    let mut model =
        Own::new(3).compile(SignDescent { learning_rate: 0.05 }, LogCosh, (LargestError::default(),));
    let fit = Fit::epochs(1000).batch_size(25).callbacks(CloseEnough(0.05));
    let history = model.fit(&plane(), fit).unwrap();
    assert!(history.epochs().len() < 1000, "{:?}", model.evaluate(&plane()));
    let errors = history.get("largest_error").unwrap();
    assert!(errors[errors.len() - 1] < 0.05);
}

#[test]
fn their_gradients_are_right() {
    let check = gradient_check(&Own::<f64>::new(3), &LogCosh, &plane()).unwrap();
    assert!(check.error < 1e-7, "{check:?}");
}

#[test]
fn settings_and_variables_arrive() {
    let model = Own::new(3);
    assert_eq!(model.scale().first, 0.5);
    assert_eq!(model.scale().variables(), [0.5; 8]);
    assert_eq!(model.end().variables(), [1.0]);
    let names: Vec<String> = model.weights().into_iter().map(|w| w.name).collect();
    assert_eq!(
        names,
        ["dense/kernel", "dense/bias", "scale/factor", "dense_1/kernel", "dense_1/bias", "end/factor"]
    );
}
