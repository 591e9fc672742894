use plywood::Scalar;
use plywood::optimizers::Optimizer;
use plywood::prelude::*;

use crate::Regression;
use crate::case::Case;
use crate::settings::Settings;

crate::repeat!("optimizers", run);

fn run<T: Scalar>(case: &Case) {
    let settings = Settings::new(&case.config["compile"]["optimizer"]);
    match settings.class() {
        "SGD" => check::<T>(case, settings.sgd()),
        "Adam" => check::<T>(case, settings.adam()),
        other => panic!("{}: {other}", case.name),
    }
}

fn check<T: Scalar>(case: &Case, optimizer: impl Optimizer) {
    let metrics = (MeanAbsoluteError::default(),);
    case.check(Regression::<T>::new(0).compile(optimizer, MeanSquaredError::default(), metrics));
}
