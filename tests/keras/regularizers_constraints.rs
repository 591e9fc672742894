use plywood::Scalar;
use plywood::prelude::*;

use crate::case::Case;
use crate::settings::Settings;

crate::repeat!("regularizers_constraints", run);

model! { struct Sparse { Dense<5, 6, tanh>(kernel_regularizer = L1(0.03)), Dense<6, 3> } }
model! {
    struct Quiet {
        Dense<5, 6, tanh>(kernel_regularizer = L1L2::new().l1(0.01).l2(0.02), activity_regularizer = L2(0.1)),
        Dense<6, 3>,
    }
}
model! {
    struct Decaying {
        Dense<5, 6, tanh>(kernel_regularizer = L2(0.05), bias_regularizer = L2(0.05)),
        Dense<6, 3>(kernel_regularizer = L2(0.05)),
    }
}
model! {
    struct Independent {
        Dense<5, 6, tanh>(kernel_regularizer = OrthogonalRegularizer::new().factor(0.1)),
        Dense<6, 3>,
    }
}
model! { struct Short { Dense<5, 6, tanh>(kernel_constraint = MaxNorm::new().max_value(0.5)), Dense<6, 3> } }
model! {
    struct Medium {
        Dense<5, 6, tanh>(kernel_constraint = MinMaxNorm::new().min_value(0.3).max_value(0.6).rate(0.7)),
        Dense<6, 3>,
    }
}
model! { struct NonNegative { Dense<5, 6, tanh>(kernel_constraint = NonNeg, bias_constraint = NonNeg), Dense<6, 3> } }
model! { struct Normal { Dense<5, 6, tanh>(kernel_constraint = UnitNorm::new()), Dense<6, 3> } }
model! { struct WithoutBias { Dense<5, 6, tanh, NoBias>, Dense<6, 3> } }

fn run<T: Scalar>(case: &Case) {
    match case.name.as_str() {
        "l1" => check(case, Sparse::<T>::new(0)),
        "l1_l2_activity" => check(case, Quiet::<T>::new(0)),
        "l2_kernel_bias" => check(case, Decaying::<T>::new(0)),
        "max_norm" => check(case, Short::<T>::new(0)),
        "min_max_norm" => check(case, Medium::<T>::new(0)),
        "no_bias" => check(case, WithoutBias::<T>::new(0)),
        "non_neg" => check(case, NonNegative::<T>::new(0)),
        "orthogonal" => check(case, Independent::<T>::new(0)),
        "unit_norm" => check(case, Normal::<T>::new(0)),
        other => panic!("{other}"),
    }
}

fn check<M: Model<Output = Features<3>>>(case: &Case, model: M) {
    let adam = Settings::new(&case.config["compile"]["optimizer"]).adam();
    let mse = MeanSquaredError::default();
    case.check(model.compile(adam, mse, (mse,)));
}
