use plywood::Scalar;
use plywood::prelude::*;

use crate::Iris;
use crate::case::Case;
use crate::settings::Settings;

crate::repeat!("six_steps", run);

fn run<T: Scalar>(case: &Case) {
    let adam = Settings::new(&case.config["compile"]["optimizer"]).adam();
    let loss = SparseCategoricalCrossentropy::default();
    case.check(Iris::<T>::new(0).compile(adam, loss, (Accuracy::default(),)));
}
