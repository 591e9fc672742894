use plywood::Scalar;
use plywood::optimizers::LearningRate;
use plywood::prelude::*;
use serde_json::Value;

use crate::Regression;
use crate::case::Case;
use crate::settings::{Settings, set};

crate::repeat!("schedules", run);

fn run<T: Scalar>(case: &Case) {
    let sgd = Settings::new(&case.config["compile"]["optimizer"]).sgd();
    case.check(Regression::<T>::new(0).compile(sgd, MeanSquaredError::default(), ()));
}

pub(crate) fn schedule(value: &Value) -> LearningRate {
    let mut settings = Settings::new(value);
    let first = settings.number("initial_learning_rate");
    let schedule = match settings.class() {
        "ExponentialDecay" => {
            let (steps, rate) =
                (settings.count("decay_steps").unwrap(), settings.number("decay_rate").unwrap());
            let mut schedule = ExponentialDecay::new(first.unwrap(), steps, rate);
            set!(schedule, settings, flag: [staircase]);
            schedule.into()
        }
        other => panic!("{other}"),
    };
    settings.end();
    schedule
}
