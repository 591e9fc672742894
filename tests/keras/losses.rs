use plywood::Scalar;
use plywood::losses::Reduction;
use plywood::prelude::*;

use crate::case::Case;
use crate::settings::Settings;
use crate::{Binary, Classifier, Regression};

crate::repeat!("losses", run);

fn run<T: Scalar>(case: &Case) {
    let sgd = Settings::new(&case.config["compile"]["optimizer"]).sgd();
    let mut settings = Settings::new(&case.config["compile"]["loss"]);
    let reduction = match settings.take("reduction") {
        None => Reduction::SumOverBatchSize,
        Some(name) if name == "sum" => Reduction::Sum,
        Some(name) => panic!("{name}"),
    };
    match case.name.as_str() {
        "mse" | "mse_sum" => {
            let loss = MeanSquaredError::default().reduction(reduction);
            case.check(Regression::<T>::new(0).compile(sgd, loss, ()));
        }
        "mae" => case.check(Regression::<T>::new(0).compile(sgd, MeanAbsoluteError::default(), ())),
        "binary_crossentropy" => {
            case.check(Binary::<T>::new(0).compile(sgd, BinaryCrossentropy::default(), ()));
        }
        "categorical_crossentropy" => {
            case.check(Classifier::<T>::new(0).compile(sgd, CategoricalCrossentropy::default(), ()));
        }
        "sparse_categorical_crossentropy" => {
            case.check(Classifier::<T>::new(0).compile(sgd, SparseCategoricalCrossentropy::default(), ()));
        }
        other => panic!("{other}"),
    }
    settings.end();
}
