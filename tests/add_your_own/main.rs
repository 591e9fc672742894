//! Something of every kind from outside the crate, each one `impl`, at work together.

mod activation;
mod callback;
mod constraint;
mod initializer;
mod layer;
mod loss;
mod metric;
mod optimizer;
mod regularizer;
mod schedule;

use plywood::optimizers::Options;
use plywood::prelude::*;
use plywood::{Scalar, gradient_check};

use activation::Softsign;
use callback::CloseEnough;
use constraint::Centered;
use initializer::Sparse;
use layer::Scale;
use loss::LogCosh;
use metric::LargestError;
use optimizer::SignDescent;
use regularizer::Smooth;
use schedule::Cycle;

model! {
    struct Own {
        Dense<2, 8, Softsign>(kernel_regularizer = Smooth(1e-4)),
        scale: Scale<_>(first = 0.5),
        Dense<_, 1>(kernel_initializer = Sparse { inputs: 4 }, kernel_constraint = Centered),
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
    let optimizer = SignDescent { options: Options::new(Cycle { low: 0.01, high: 0.05, steps: 10 }) };
    let mut model = Own::new(3).compile(optimizer, LogCosh, (LargestError, LogCosh));
    let fit = Fit::epochs(1000).batch_size(25).callbacks(CloseEnough(0.05));
    let history = model.fit(&plane(), fit).unwrap();
    assert!(history.epochs().len() < 1000, "{:?}", model.evaluate(&plane()));
    let errors = history.get("largest_error").unwrap();
    assert!(errors[errors.len() - 1] < 0.05);
}

#[test]
fn their_gradients_are_right() {
    let check = gradient_check(&Own::<f64>::new(3), &LogCosh, &plane()).unwrap().unwrap();
    assert!(check.error < 1e-7, "{check:?}");
}
