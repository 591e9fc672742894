use plywood::Scalar;
use plywood::metrics::{Named, Weighted};
use plywood::prelude::*;

use crate::Classifier;
use crate::case::Case;
use crate::settings::Settings;

crate::repeat!("fit", run);

fn run<T: Scalar>(case: &Case) {
    let compile = &case.config["compile"];
    let adam = Settings::new(&compile["optimizer"]).adam();
    let loss = SparseCategoricalCrossentropy::default();
    let model = Classifier::<T>::new(0);
    match compile.get("weighted_metrics") {
        None => case.check(model.compile(adam, loss, (Accuracy::default(),))),
        Some(_) => {
            let weighted = Weighted(Named("sparse_categorical_accuracy", Accuracy::default()));
            case.check(model.compile(adam, loss, (Accuracy::default(), weighted)));
        }
    }
}
