use plywood::Scalar;
use plywood::prelude::*;

use crate::case::Case;
use crate::settings::Settings;

crate::repeat!("regularizers_constraints", run);

model! {
    struct Decaying {
        Dense<5, 6, tanh>(kernel_regularizer = L2(0.05), bias_regularizer = L2(0.05)),
        Dense<6, 3>(kernel_regularizer = L2(0.05)),
    }
}
model! { struct NonNegative { Dense<5, 6, tanh>(kernel_constraint = NonNeg, bias_constraint = NonNeg), Dense<6, 3> } }
model! { struct WithoutBias { Dense<5, 6, tanh, NoBias>, Dense<6, 3> } }

fn run<T: Scalar>(case: &Case) {
    match case.name.as_str() {
        "l2_kernel_bias" => check(case, Decaying::<T>::new(0)),
        "non_neg" => check(case, NonNegative::<T>::new(0)),
        "no_bias" => check(case, WithoutBias::<T>::new(0)),
        other => panic!("{other}"),
    }
}

fn check<M: Model<Output = Features<3>>>(case: &Case, model: M) {
    let adam = Settings::new(&case.config["compile"]["optimizer"]).adam();
    let mse = MeanSquaredError::default();
    case.check(model.compile(adam, mse, (mse,)));
}
