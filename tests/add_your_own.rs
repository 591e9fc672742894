//! A layer, an activation, a loss, an optimizer, a metric and a callback from outside the crate, each one
//! `impl`, at work together.

use plywood::activations::{Derivative, Elementwise, linear};
use plywood::callbacks::{EpochLogs, Training};
use plywood::layer::{Backward, Forward, Variable, VariableOptions};
use plywood::losses::{Loss, LossOptions, Prediction};
use plywood::metrics::{Direction, Metric, Score, Seen};
use plywood::optimizers::{Optimizer, Options, Update};
use plywood::prelude::*;
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

    fn options(&self, _: usize) -> VariableOptions {
        VariableOptions::new().initializer(Constant(self.first))
    }

    fn forward<T: Scalar>(&self, mut call: Forward<'_, T, Self>) {
        let pairs = call.output.features().zip(call.input.features());
        for ((output, input), &factor) in pairs.zip(call.variables) {
            output.iter_mut().zip(input).for_each(|(output, &x)| *output = factor * x);
        }
    }

    fn backward<T: Scalar>(&self, call: Backward<'_, T, Self>) {
        let pairs = call.input.features().zip(call.delta.features());
        for (gradient, (input, delta)) in call.gradients.iter_mut().zip(pairs) {
            *gradient = input.iter().zip(delta).fold(T::zero(), |sum, (&x, &d)| sum + x * d);
        }
        let Some(mut gradient) = call.input_gradient else { return };
        // Only the samples: what stands in padding lanes must not matter.
        for sample in 0..call.delta.samples() {
            for (feature, &factor) in call.variables.iter().enumerate() {
                gradient.set(feature, sample, factor * call.delta.at(feature, sample));
            }
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

/// `z / (1 + e⁻ᶻ)`, whose derivative needs `z`.
#[derive(Clone, Copy, Debug, Default)]
struct Swish;

impl Elementwise for Swish {
    const NAME: &'static str = "swish";
    const DERIVATIVE: Derivative = Derivative::FromInput;

    fn value<T: Scalar>(&self, z: T) -> T {
        z / (T::one() + (-z).exp())
    }

    fn derivative<T: Scalar>(&self, z: T) -> T {
        let s = T::one() / (T::one() + (-z).exp());
        s + z * s * (T::one() - s)
    }
}

/// `ln cosh(p − y)`, summed.
#[derive(Clone)]
struct LogCosh;

impl LossOptions for LogCosh {
    fn name(&self) -> &str {
        "log_cosh"
    }
}

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
    options: Options,
}

impl Optimizer for SignDescent {
    fn options(&self) -> &Options {
        &self.options
    }

    fn options_mut(&mut self) -> &mut Options {
        &mut self.options
    }

    fn update<T: Scalar>(&self, update: Update<'_, T>) -> bool {
        let rate = T::of(update.learning_rate / (1.0 + 0.05 * update.iterations as f64));
        for (variable, &gradient) in update.variables.iter_mut().zip(update.gradients) {
            *variable -= if gradient == T::zero() { T::zero() } else { rate.copysign(gradient) };
        }
        true
    }
}

/// The largest difference of all samples.
#[derive(Clone, Default)]
struct LargestError;

impl<Out: Shape, A> Metric<Out, A, Out> for LargestError {
    type State = f64;

    fn name(&self) -> &str {
        "largest_error"
    }

    fn direction(&self) -> Option<Direction> {
        Some(Direction::Down)
    }

    fn state(&self) -> f64 {
        0.0
    }

    fn update<T: Scalar>(&self, largest: &mut f64, seen: Seen<'_, T, Out, Out>) {
        for (sample, value) in (0..seen.samples()).flat_map(|s| (0..Out::LEN).map(move |v| (s, v))) {
            let error = (seen.outputs().at(value, sample) - seen.targets.at(value, sample)).abs();
            *largest = largest.max(error.to_f64());
        }
    }

    fn result(&self, largest: &f64) -> Score {
        (*largest).into()
    }
}

/// Stops when the metric is small enough.
struct CloseEnough(f64);

impl Callback for CloseEnough {
    fn on_epoch_end(&mut self, logs: &mut EpochLogs, training: &mut Training<'_>) {
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
        Own::new(3).compile(SignDescent { options: Options::new(0.05) }, LogCosh, (LargestError, LogCosh));
    let fit = Fit::epochs(1000).batch_size(25).callbacks(CloseEnough(0.05));
    let history = model.fit(&plane(), fit).unwrap();
    assert!(history.epochs().len() < 1000, "{:?}", model.evaluate(&plane()));
    let errors = history.get("largest_error").unwrap();
    assert!(errors[errors.len() - 1] < 0.05);
    // A loss is a metric too.
    assert_eq!(history.get("log_cosh"), history.get("loss"));
}

#[test]
fn their_gradients_are_right() {
    let check = gradient_check(&Own::<f64>::new(3), &LogCosh, &plane()).unwrap().unwrap();
    assert!(check.error < 1e-7, "{check:?}");
}

/// `Scale` writes no gradient to padding lanes, so those of a batch of 3 still hold what the batch before
/// left there. That must not reach the weights: the step is the same after a batch of 8 and after one of 16.
#[test]
fn what_a_layer_leaves_in_padding_lanes_does_not_matter() {
    let after = |first: usize| {
        let data = plane::<f64>();
        let rows = || (0..first).chain(0..3);
        let targets: Vec<[f64; 1]> = data.targets().collect();
        let both =
            Dataset::new(rows().map(|row| data.samples()[row]), rows().map(|row| targets[row])).unwrap();
        let mut model = Own::<f64>::new(3).compile(StepAfter(1, Options::new(0.1)), LogCosh, ());
        model.fit(&both, Fit::epochs(1).batch_size(first).shuffle(false)).unwrap();
        model.weights()
    };
    assert_eq!(after(8), after(16));
}

/// Plain gradient descent that leaves out the first steps.
#[derive(Clone)]
struct StepAfter(u64, Options);

impl Optimizer for StepAfter {
    fn options(&self) -> &Options {
        &self.1
    }

    fn options_mut(&mut self) -> &mut Options {
        &mut self.1
    }

    fn update<T: Scalar>(&self, update: Update<'_, T>) -> bool {
        if update.iterations >= self.0 {
            update
                .variables
                .iter_mut()
                .zip(update.gradients)
                .for_each(|(w, &g)| *w -= T::of(update.learning_rate) * g);
        }
        true
    }
}

/// In the middle and at the end.
#[test]
fn an_activation_can_need_its_argument_for_the_derivative() {
    model! { struct Swishes { Dense<2, 8, Swish>, Dense<_, 4, Swish>, Dense<_, 1, Swish> } }
    let check = gradient_check(&Swishes::<f64>::new(3), &LogCosh, &plane()).unwrap().unwrap();
    assert!(check.error < 1e-7, "{check:?}");
}

#[test]
fn settings_and_variables_arrive() {
    let model = Own::new(3);
    assert_eq!(model.scale().layer().first, 0.5);
    assert_eq!(model.scale().variables(), [0.5; 8]);
    assert_eq!(model.end().variables(), [1.0]);
    let names: Vec<String> = model.weights().into_iter().map(|w| w.name).collect();
    assert_eq!(
        names,
        ["dense/kernel", "dense/bias", "scale/factor", "dense_1/kernel", "dense_1/bias", "end/factor"]
    );
}
