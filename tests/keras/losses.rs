use plywood::Scalar;
use plywood::losses::{
    BinaryFocalCrossentropy, CategoricalFocalCrossentropy, CategoricalHinge, CosineSimilarity, Hinge, Huber,
    KLDivergence, LogCosh, Losses, MeanAbsolutePercentageError, MeanSquaredLogarithmicError, Poisson,
    Reduction, SquaredHinge,
};
use plywood::prelude::*;

use crate::case::Case;
use crate::settings::{Settings, set};
use crate::{Binary, Classifier, Regression};

crate::repeat!("losses", run);

model! { struct Logit { Dense<5, 6, relu>, Dense<6, 1> } }
model! { struct Logits { Dense<5, 6, relu>, Dense<6, 3> } }
model! { struct Labels { Dense<5, 6, relu>, Dense<6, 3, sigmoid> } }
model! { struct Positive { Dense<5, 6, tanh>, Dense<6, 3, softplus> } }
model! { struct Exponential { Dense<5, 6, tanh>, Dense<6, 3, exponential> } }

model! { struct Steps { Input<7, 3>, Dense<6, tanh>, output: Dense<5> } }

fn run<T: Scalar>(case: &Case) {
    let ctc = |loss: CTC<3>| case.check(Steps::<T>::new(0).compile(SGD::new(0.02), loss, ()));
    match case.name.as_str() {
        "ctc" => ctc(CTC::new()),
        "ctc_sum" => ctc(CTC::new().reduction(Reduction::Sum)),
        _ => recorded::<T>(case),
    }
}

/// A case that says what it was compiled with.
fn recorded<T: Scalar>(case: &Case) {
    let mut settings = Settings::new(&case.config["compile"]["loss"]);
    let layers = case.config["layers"].as_array().unwrap();
    let end = |of| layers.last().unwrap()[of].clone();
    let from_logits = settings.flag("from_logits") == Some(true);
    assert!(!from_logits || end("activation").is_null());
    let reduction = match settings.take("reduction") {
        None => Reduction::SumOverBatchSize,
        Some(name) if name == "sum" => Reduction::Sum,
        Some(name) => panic!("{name}"),
    };
    match settings.class() {
        "MeanSquaredError" => regression::<T>(case, MeanSquaredError::default().reduction(reduction)),
        "MeanAbsoluteError" => regression::<T>(case, MeanAbsoluteError::default()),
        "MeanAbsolutePercentageError" => regression::<T>(case, MeanAbsolutePercentageError::default()),
        "Huber" => {
            let mut huber = Huber::default();
            set!(huber, settings, number: [delta]);
            regression::<T>(case, huber);
        }
        "LogCosh" => regression::<T>(case, LogCosh::default()),
        "CosineSimilarity" => regression::<T>(case, CosineSimilarity::default()),
        "Hinge" => regression::<T>(case, Hinge::default()),
        "SquaredHinge" => regression::<T>(case, SquaredHinge::default()),
        "CategoricalHinge" => regression::<T>(case, CategoricalHinge::default()),
        "MeanSquaredLogarithmicError" => {
            check(case, Positive::<T>::new(0), MeanSquaredLogarithmicError::default());
        }
        "Poisson" => check(case, Exponential::<T>::new(0), Poisson::default()),
        "KLDivergence" => check(case, Classifier::<T>::new(0), KLDivergence::default()),
        "BinaryCrossentropy" => {
            let mut loss = BinaryCrossentropy::default();
            set!(loss, settings, number: [label_smoothing]);
            match (from_logits, end("units").as_u64()) {
                (true, _) => check(case, Logit::<T>::new(0), loss),
                (false, Some(3)) => check(case, Labels::<T>::new(0), loss),
                (false, _) => check(case, Binary::<T>::new(0), loss),
            }
        }
        "BinaryFocalCrossentropy" => {
            let mut loss = BinaryFocalCrossentropy::default();
            set!(loss, settings, number: [alpha gamma label_smoothing], flag: [apply_class_balancing]);
            check(case, Binary::<T>::new(0), loss);
        }
        "CategoricalCrossentropy" => {
            let mut loss = CategoricalCrossentropy::default();
            set!(loss, settings, number: [label_smoothing]);
            if from_logits {
                check(case, Logits::<T>::new(0), loss);
            } else {
                check(case, Classifier::<T>::new(0), loss);
            }
        }
        "CategoricalFocalCrossentropy" => {
            check(case, Classifier::<T>::new(0), CategoricalFocalCrossentropy::default());
        }
        "SparseCategoricalCrossentropy" => {
            let loss = SparseCategoricalCrossentropy::default();
            if from_logits {
                check(case, Logits::<T>::new(0), loss);
            } else {
                check(case, Classifier::<T>::new(0), loss);
            }
        }
        other => panic!("{other}"),
    }
    settings.end();
}

fn regression<T: Scalar>(case: &Case, loss: impl Losses<Features<3>, linear>) {
    check(case, Regression::<T>::new(0), loss);
}

fn check<M: Model>(case: &Case, model: M, loss: impl Losses<M::Output, M::Activation>) {
    let sgd = Settings::new(&case.config["compile"]["optimizer"]).sgd();
    case.check(model.compile(sgd, loss, ()));
}
