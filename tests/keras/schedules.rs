use plywood::Scalar;
use plywood::optimizers::{IntoLearningRate, LearningRate};
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
    let schedule = match settings.class() {
        "CosineDecay" => {
            let mut schedule = CosineDecay::new(first(&mut settings), steps(&mut settings));
            set!(schedule, settings, number: [alpha warmup_target], count: [warmup_steps]);
            schedule.into_learning_rate()
        }
        "CosineDecayRestarts" => {
            let steps = settings.count("first_decay_steps").unwrap();
            let mut schedule = CosineDecayRestarts::new(first(&mut settings), steps);
            set!(schedule, settings, number: [t_mul m_mul alpha]);
            schedule.into_learning_rate()
        }
        "ExponentialDecay" => {
            let mut schedule =
                ExponentialDecay::new(first(&mut settings), steps(&mut settings), rate(&mut settings));
            set!(schedule, settings, flag: [staircase]);
            schedule.into_learning_rate()
        }
        "InverseTimeDecay" => {
            let mut schedule =
                InverseTimeDecay::new(first(&mut settings), steps(&mut settings), rate(&mut settings));
            set!(schedule, settings, flag: [staircase]);
            schedule.into_learning_rate()
        }
        "PiecewiseConstantDecay" => {
            let mut list = |name| settings.take(name).unwrap();
            let boundaries: Vec<usize> = serde_json::from_value(list("boundaries")).unwrap();
            let values: Vec<f64> = serde_json::from_value(list("values")).unwrap();
            PiecewiseConstantDecay::new(boundaries, values).into_learning_rate()
        }
        "PolynomialDecay" => {
            let mut schedule = PolynomialDecay::new(first(&mut settings), steps(&mut settings));
            set!(schedule, settings, number: [end_learning_rate power], flag: [cycle]);
            schedule.into_learning_rate()
        }
        other => panic!("{other}"),
    };
    settings.end();
    schedule
}

fn first(settings: &mut Settings) -> f64 {
    settings.number("initial_learning_rate").unwrap()
}

fn steps(settings: &mut Settings) -> usize {
    settings.count("decay_steps").unwrap()
}

fn rate(settings: &mut Settings) -> f64 {
    settings.number("decay_rate").unwrap()
}
