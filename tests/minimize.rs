//! `minimize`: the lowest loss on all samples, by L-BFGS.

use nalgebra::{DMatrix, DVector};
use plywood::Error;
use plywood::history::Ending;
use plywood::optimizers::LBFGS;
use plywood::prelude::*;

model! { struct Line { Dense<3, 1> } }
model! { struct Curve { first: Dense<1, 12, tanh>(kernel_regularizer = L2(1e-6)), Dense<12, 1> } }

type Table = Dataset<Features<3>, Features<1>, f64>;

fn table() -> Table {
    let row = |n: u32| [f64::from(n % 5), f64::from(n * n % 7) / 3.0, f64::from(n).sin()];
    let target = |[a, b, c]: [f64; 3]| [0.5 * a - 2.0 * b + c + (a * b).cos()];
    Dataset::new((0..40).map(row), (0..40).map(row).map(target)).unwrap()
}

fn curve<T: plywood::Scalar>() -> Dataset<Features<1>, Features<1>, T> {
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
    let ours: Vec<f64> = model.weights().into_iter().flat_map(|weight| weight.values).collect();
    for (ours, theirs) in ours.iter().zip(&solution) {
        assert!((ours - theirs).abs() < 1e-6, "{ours} {theirs}");
    }
}

#[test]
fn it_gets_lower_than_adam_with_fewer_looks_at_the_data() {
    let fresh = || Curve::<f64>::new(3).compile(Adam::new(0.01), MeanSquaredError::default(), ());
    let (mut by_adam, mut by_lbfgs) = (fresh(), fresh());
    by_adam.fit(&curve(), Fit::epochs(1000).batch_size(60)).unwrap();
    let history = by_lbfgs.minimize(&curve(), LBFGS::new().max_iterations(200)).unwrap();
    let loss = |model: &plywood::Compiled<Curve<f64>, _, _, _>| model.evaluate(&curve()).unwrap().loss();
    assert!(loss(&by_lbfgs) < loss(&by_adam), "{} {}", loss(&by_lbfgs), loss(&by_adam));
    assert!(history.loss().windows(2).all(|pair| pair[1] < pair[0]));
    // What the history says is what the model has, the regularizer's part included.
    let last = history.loss()[history.loss().len() - 1];
    assert!((last - loss(&by_lbfgs)).abs() < 1e-12);
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
}
