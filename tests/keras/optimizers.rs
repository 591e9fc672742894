use plywood::Scalar;
use plywood::optimizers::Optimizer;
use plywood::prelude::*;

use crate::Regression;
use crate::case::Case;
use crate::settings::{Settings, set};

crate::repeat!("optimizers", run);

model! {
    struct Steps { Input<5, 3>, Conv1D<4, 2>, Flatten, Dense<5, tanh>, Dense<5, tanh>, output: Dense<2> }
}

model! {
    struct Words {
        Tokens<5, 7>, Embedding<3>, Conv1D<4, 2>, Flatten, Dense<5, tanh>, Dense<5, tanh>, output: Dense<2>,
    }
}

fn run<T: Scalar>(case: &Case) {
    match case.name.as_str() {
        "muon" => {
            case.check(Steps::<T>::new(0).compile(Muon::new(0.02), MeanSquaredError::new(), ()));
        }
        "muon_settings" => {
            let muon =
                Muon::new(0.05).adam_beta_1(0.8).adam_beta_2(0.95).adam_weight_decay(0.1).epsilon(1e-3);
            let muon = muon.weight_decay(0.05).exclude_layers(["output"]).exclude_embeddings(false);
            let muon = muon.muon_a(2.0).muon_b(-1.5).muon_c(0.5).adam_lr_ratio(0.3).momentum(0.7).ns_steps(3);
            let muon = muon.nesterov(false).rms_rate(None);
            case.check(Words::<T>::new(0).compile(muon, MeanSquaredError::new(), ()));
        }
        _ => recorded::<T>(case),
    }
}

/// A case that says what it was compiled with.
fn recorded<T: Scalar>(case: &Case) {
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
