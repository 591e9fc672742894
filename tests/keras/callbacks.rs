use plywood::Scalar;
use plywood::prelude::*;
use serde_json::Value;

use crate::Classifier;
use crate::case::Case;
use crate::settings::{Settings, set};

crate::repeat!("callbacks", run);

fn run<T: Scalar>(case: &Case) {
    let sgd = Settings::new(&case.config["compile"]["optimizer"]).sgd();
    let loss = SparseCategoricalCrossentropy::default();
    let model = Classifier::<T>::new(0).compile(sgd, loss, (Accuracy::default(),));
    let Some([callback]) = case.config["callbacks"].as_array().map(Vec::as_slice) else {
        panic!("{}: one callback", case.name);
    };
    let settings = Settings::new(callback);
    match settings.class() {
        "EarlyStopping" => {
            let mut early = early_stopping(settings);
            case.check_with(model, &mut early);
            let last = case.config["epochs_run"].as_array().and_then(|epochs| epochs.last());
            assert_eq!(early.stopped_epoch(), last.and_then(Value::as_u64).map(|epoch| epoch as usize));
        }
        "ReduceLROnPlateau" => case.check_with(model, reduce_lr_on_plateau(settings)),
        other => panic!("{}: {other}", case.name),
    }
}

fn early_stopping(mut settings: Settings) -> EarlyStopping {
    let mut early = EarlyStopping::new();
    set!(early, settings, text: [monitor], count: [patience], number: [baseline], flag: [restore_best_weights]);
    settings.end();
    early
}

fn reduce_lr_on_plateau(mut settings: Settings) -> ReduceLROnPlateau {
    let mut plateau = ReduceLROnPlateau::new();
    set!(plateau, settings, text: [monitor], count: [patience cooldown], number: [factor min_lr]);
    settings.end();
    plateau
}
