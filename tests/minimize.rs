//! `minimize`: the lowest loss on all samples, by L-BFGS.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use nalgebra::{DMatrix, DVector};
use plywood::activations::ActivationFn;
use plywood::history::Ending;
use plywood::losses::{Loss, LossOptions, Prediction};
use plywood::prelude::*;
use plywood::{Batch, BatchMut, Compiled, Error, Scalar, Shape};

model! { struct Line { Dense<3, 1> } }
model! { struct Curve { first: Dense<1, 12, tanh>(kernel_regularizer = L2(1e-6)), Dense<12, 1> } }

type Table = Dataset<Features<3>, Features<1>, f64>;

fn table() -> Table {
    let row = |n: u32| [f64::from(n % 5), f64::from(n * n % 7) / 3.0, f64::from(n).sin()];
    let target = |[a, b, c]: [f64; 3]| [0.5 * a - 2.0 * b + c + (a * b).cos()];
    Dataset::new((0..40).map(row), (0..40).map(row).map(target)).unwrap()
}

fn curve<T: Scalar>() -> Dataset<Features<1>, Features<1>, T> {
    let xs: Vec<f64> = (0..60).map(|n| f64::from(n) / 30.0 - 1.0).collect();
    Dataset::new(xs.iter().map(|&x| [T::of(x)]), xs.iter().map(|x| [T::of((4.0 * x).sin())])).unwrap()
}

#[test]
fn a_line_is_the_one_of_least_squares() {
    let data = table();
    let mut model = Line::<f64>::new(1).compile(SGD::default(), MeanSquaredError::default(), ());
    let history = model.minimize(&data, LBFGS::new().tolerance(1e-10)).unwrap();
    assert_eq!(history.ending(), Ending::Converged);

    let columns =
        DMatrix::from_fn(40, 4, |row, column| data.samples()[row].get(column).copied().unwrap_or(1.0));
    let targets = DVector::from_iterator(40, data.targets().map(|[y]| y));
    let solution = columns.svd(true, true).solve(&targets, 1e-12).unwrap();
    close(&model, &solution);
}

fn close<M: Model<Scalar = f64>, O, L>(model: &Compiled<M, O, L, ()>, solution: &DVector<f64>) {
    let ours: Vec<f64> = model.weights().into_iter().flat_map(|weight| weight.values).collect();
    assert_eq!(ours.len(), solution.len());
    for (ours, theirs) in ours.iter().zip(solution) {
        assert!((ours - theirs).abs() < 1e-6, "{ours} {theirs}");
    }
}

/// Weights of samples multiply their losses, and a regularizer of the kernel stands beside their mean: the normal
/// equations have both.
#[test]
fn weights_and_regularizers_count_as_in_a_ridge_regression() {
    model! { struct Ridge { Dense<3, 1>(kernel_regularizer = L2(0.3)) } }
    let weights: Vec<f64> = (0..40).map(|n| f64::from(n % 4)).collect();
    let data = table().sample_weight(weights.clone()).unwrap();
    let mut model = Ridge::<f64>::new(1).compile(SGD::default(), MeanSquaredError::default(), ());
    model.minimize(&data, LBFGS::new().tolerance(1e-10)).unwrap();

    let columns =
        DMatrix::from_fn(40, 4, |row, column| data.samples()[row].get(column).copied().unwrap_or(1.0));
    let targets = DVector::from_iterator(40, data.targets().map(|[y]| y));
    let weights = DMatrix::from_diagonal(&DVector::from_vec(weights)) / 40.0;
    let ridge = DMatrix::from_diagonal(&DVector::from_vec(vec![0.3, 0.3, 0.3, 0.0]));
    let normal = columns.transpose() * &weights * &columns + ridge;
    let solution = normal.lu().solve(&(columns.transpose() * weights * targets)).unwrap();
    close(&model, &solution);
}

/// A loss that counts how often it gives a gradient.
#[derive(Clone)]
struct Counted(MeanSquaredError, Arc<AtomicUsize>);

impl LossOptions for Counted {
    fn name(&self) -> &str {
        self.0.name()
    }
}

impl<Out: Shape, A: ActivationFn> Loss<Out, A> for Counted {
    type Target = Out;

    fn losses<T: Scalar>(
        &self,
        prediction: Prediction<'_, T, Out>,
        targets: Batch<'_, T, Out>,
        losses: &mut [T],
    ) {
        Loss::<Out, A>::losses(&self.0, prediction, targets, losses);
    }

    fn gradient<T: Scalar>(
        &self,
        prediction: Prediction<'_, T, Out>,
        targets: Batch<'_, T, Out>,
        gradient: BatchMut<'_, T, Out>,
    ) {
        self.1.fetch_add(1, Ordering::Relaxed);
        Loss::<Out, A>::gradient(&self.0, prediction, targets, gradient);
    }
}

#[test]
fn it_needs_a_fifth_of_the_gradients_that_adam_needs() {
    let gradients = Arc::new(AtomicUsize::new(0));
    let loss = Counted(MeanSquaredError::default(), gradients.clone());
    let fresh = || Curve::<f64>::new(3).compile(Adam::new(0.01), loss.clone(), ());
    let (mut by_adam, mut by_lbfgs) = (fresh(), fresh());
    let history = by_lbfgs.minimize(&curve(), LBFGS::new().max_iterations(200)).unwrap();
    let ours = gradients.swap(0, Ordering::Relaxed);
    let losses = by_adam.fit(&curve(), Fit::epochs(10 * ours).batch_size(60)).unwrap();
    assert_eq!(gradients.load(Ordering::Relaxed), 10 * ours);
    let last = history.loss()[history.loss().len() - 1];
    let theirs = losses.loss().iter().position(|&loss| loss <= last).unwrap_or(10 * ours);
    assert!(5 * ours < theirs, "{ours} gradients, Adam {theirs}");
    assert!(history.loss().windows(2).all(|pair| pair[1] < pair[0]));
    // What the history says is what the model has, the regularizer's part included.
    assert!((last - by_lbfgs.evaluate(&curve()).unwrap().loss()).abs() < 1e-12);
}

#[test]
fn dropout_drops_the_same_at_every_look() {
    let run = || {
        let net = model![Dense<1, 12, tanh>, Dropout(0.5), Dense<_, 1>];
        let mut model = net.compile(SGD::default(), MeanSquaredError::default(), ());
        let history = model.minimize(&curve(), LBFGS::new().max_iterations(20)).unwrap();
        (history, model.weights())
    };
    let (history, weights) = run();
    assert_eq!((history.ending(), history.loss().len()), (Ending::Finished, 20));
    assert!(history.loss().windows(2).all(|pair| pair[1] < pair[0]), "{history:?}");
    assert_eq!(run(), (history, weights));
}

/// The optimizer need not even make sense.
#[test]
fn the_optimizer_has_no_part_in_it() {
    let mut model = Line::<f64>::new(1).compile(Adam::new(1e-4), MeanSquaredError::default(), ());
    model.fit(&table(), Fit::epochs(2)).unwrap();
    let iterations = model.iterations();
    let history = model.minimize(&table(), LBFGS::new()).unwrap();
    assert_eq!(model.iterations(), iterations);
    let after = model.fit(&table(), Fit::epochs(1).batch_size(40)).unwrap();
    assert!((after.loss()[0] - history.loss()[history.loss().len() - 1]).abs() < 1e-12);
    let mut model = Line::<f64>::new(1).compile(SGD::new(-1.0), MeanSquaredError::default(), ());
    assert_eq!(model.minimize(&table(), LBFGS::new()).unwrap().ending(), Ending::Converged);
}

#[test]
fn as_many_iterations_are_enough_as_it_takes() {
    let minimized = |settings: LBFGS| {
        let mut model = Line::<f64>::new(1).compile(SGD::default(), MeanSquaredError::default(), ());
        model.minimize(&table(), settings).unwrap()
    };
    let settings = LBFGS::new().history_size(usize::MAX);
    let iterations = minimized(settings).epochs().len();
    assert_eq!(minimized(settings.max_iterations(iterations)).ending(), Ending::Converged);
    assert_eq!(minimized(settings.max_iterations(iterations - 1)).ending(), Ending::Finished);
    assert_eq!(minimized(settings.max_iterations(0)).ending(), Ending::Finished);
}

#[test]
fn it_ends_in_f32_too() {
    let mut model = Curve::new(3).compile(SGD::default(), MeanSquaredError::default(), ());
    let history = model.minimize(&curve(), LBFGS::new().max_iterations(10_000).tolerance(0.0)).unwrap();
    assert_eq!(history.ending(), Ending::Converged);
    assert!(model.evaluate(&curve()).unwrap().loss() < 1e-3);
}

#[test]
fn frozen_layers_stay_and_weights_count() {
    let mut model = Curve::<f64>::new(3).compile(SGD::default(), MeanSquaredError::default(), ());
    model.freeze("first").unwrap();
    let before = model.weights();
    model.minimize(&curve(), LBFGS::new()).unwrap();
    let after = model.weights();
    assert_eq!(after[..2], before[..2]);
    assert_ne!(after[2], before[2]);

    // With the weight on one sample alone, it is the only one that is met.
    let data = curve::<f64>().sample_weight((0..60).map(|n| if n == 7 { 1.0 } else { 0.0 })).unwrap();
    model.minimize(&data, LBFGS::new()).unwrap();
    let target = data.targets().nth(7).unwrap()[0];
    assert!((model.predict(&data.samples()[7])[0] - target).abs() < 1e-5);
}

#[test]
fn what_cannot_be_minimized_is_an_error_and_changes_nothing() {
    let mut model = model![Dense < 3, 1 > (kernel_constraint = NonNeg)].compile(
        SGD::default(),
        MeanSquaredError::default(),
        (),
    );
    let before = model.weights();
    let error = model.minimize(&table().cast(), LBFGS::new()).unwrap_err();
    assert_eq!(error, Error::Constrained { name: "dense/kernel".into() });
    let error = model.minimize(&table().cast(), LBFGS::new().history_size(0)).unwrap_err();
    assert!(matches!(error, Error::Setting { .. }), "{error}");
    assert_eq!(model.weights(), before);

    let far: Dataset<Features<1>, Features<1>> = Dataset::new([[1e30]], [[0.0]]).unwrap();
    let mut model = model![Dense<1, 1>].compile(SGD::default(), MeanSquaredError::default(), ());
    let before = model.weights();
    let error = model.minimize(&far, LBFGS::new()).unwrap_err();
    assert!(matches!(error, Error::Diverged { .. }), "{error}");
    assert_eq!(model.weights(), before);
    assert_eq!(model.history().ending(), Ending::Diverged);
    // The loss is finite, but not the square of the gradient.
    let far: Dataset<Features<1>, Features<1>> = Dataset::new([[1e12]], [[0.0]]).unwrap();
    let error = model.minimize(&far, LBFGS::new()).unwrap_err();
    assert!(matches!(error, Error::Diverged { loss, .. } if loss.is_finite()), "{error}");
    assert_eq!(model.weights(), before);
}

/// At each iteration once, by what the samples say; the loss does not depend on it.
#[test]
fn moving_statistics_move_with_each_iteration() {
    model! { struct Normalized { Input<3>, BatchNormalization(momentum = 0.75), Dense<1> } }
    let data = table();
    let mut model = Normalized::<f64>::new(1).compile(SGD::default(), MeanSquaredError::default(), ());
    let history = model.minimize(&data, LBFGS::new().max_iterations(3)).unwrap();
    assert_eq!(history.loss().len(), 3);
    let weights = model.weights();
    for channel in 0..3 {
        let values = || data.samples().iter().map(|sample| sample[channel]);
        let mean = values().sum::<f64>() / 40.0;
        let variance = values().map(|x| (x - mean).powi(2)).sum::<f64>() / 40.0;
        let left = 0.75f64.powi(3);
        assert!((weights[2].values[channel] - (1.0 - left) * mean).abs() < 1e-12);
        assert!((weights[3].values[channel] - (left + (1.0 - left) * variance)).abs() < 1e-12);
    }

    model.freeze("batch_normalization").unwrap();
    model.minimize(&data, LBFGS::new().max_iterations(3)).unwrap();
    assert_eq!(model.weights()[..4], weights[..4]);
}

#[test]
fn moving_statistics_that_overflow_are_an_error() {
    model! { struct Normalized { Input<3>, BatchNormalization, Dense<1> } }
    let data =
        Dataset::<Features<3>, Features<1>>::new([[1e30, 0.0, 1.0], [-1e30, 1.0, 2.0]], [[0.0]; 2]).unwrap();
    let mut model = Normalized::new(1).compile(SGD::default(), MeanSquaredError::default(), ());
    let before = model.weights();
    assert!(matches!(model.minimize(&data, LBFGS::new()), Err(Error::Diverged { .. })));
    assert!(matches!(model.fit(&data, Fit::epochs(1)), Err(Error::Diverged { .. })));
    assert_eq!(model.weights(), before);
}
