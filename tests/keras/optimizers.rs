use plywood::Scalar;
use plywood::optimizers::Optimizer;
use plywood::prelude::*;

use crate::Regression;
use crate::case::Case;
use crate::settings::{Settings, set};

crate::repeat!("optimizers", run);

fn run<T: Scalar>(case: &Case) {
    let settings = Settings::new(&case.config["compile"]["optimizer"]);
    /// Makes the optimizer of this name, with those of the arguments in the lists that are there, and checks it.
    macro_rules! check {
        ($class:ident, $($list:tt)*) => {
            check::<T>(case, settings.optimizer(stringify!($class), |settings, rate| {
                let mut optimizer = $class::new(rate);
                set!(optimizer, settings, $($list)*);
                optimizer
            }))
        };
    }
    match settings.class() {
        "Adadelta" => check!(Adadelta, number: [rho epsilon]),
        "Adafactor" => check!(Adafactor, number: [beta_2_decay epsilon_1 epsilon_2 clip_threshold]),
        "Adagrad" => check!(Adagrad, number: [initial_accumulator_value epsilon]),
        "Adam" => check::<T>(case, settings.adam()),
        "AdamW" => check!(AdamW, number: [beta_1 beta_2 epsilon], flag: [amsgrad]),
        "Adamax" => check!(Adamax, number: [beta_1 beta_2 epsilon]),
        "Ftrl" => check!(Ftrl, number: [
            learning_rate_power initial_accumulator_value l1_regularization_strength l2_regularization_strength
            l2_shrinkage_regularization_strength beta
        ]),
        "Lamb" => check!(Lamb, number: [beta_1 beta_2 epsilon]),
        "Lion" => check!(Lion, number: [beta_1 beta_2]),
        "Nadam" => check!(Nadam, number: [beta_1 beta_2 epsilon]),
        "RMSprop" => check!(RMSprop, number: [rho momentum epsilon], flag: [centered]),
        "SGD" => check::<T>(case, settings.sgd()),
        other => panic!("{}: {other}", case.name),
    }
}

fn check<T: Scalar>(case: &Case, optimizer: impl Optimizer) {
    let metrics = (MeanAbsoluteError::default(),);
    case.check(Regression::<T>::new(0).compile(optimizer, MeanSquaredError::default(), metrics));
}
