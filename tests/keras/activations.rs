use plywood::Scalar;
use plywood::prelude::*;

use crate::case::Case;

crate::repeat!("activations", run);

/// Repeats the case of an activation with a network that has it inside, with Keras' defaults.
macro_rules! activations {
    ($($activation:ident)*) => {
        fn run<T: Scalar>(case: &Case) {
            // Which these cases do not record.
            let (sgd, loss) = (SGD::new(0.05), MeanSquaredError::default());
            match case.name.as_str() {
                $(stringify!($activation) => {
                    model! { struct Tested { Dense<5, 6, $activation>, Dense<6, 3> } }
                    case.check(Tested::<T>::new(0).compile(sgd, loss, ()));
                })*
                other => panic!("{other}"),
            }
        }
    };
}

activations! {
    celu elu exponential gelu hard_shrink hard_sigmoid hard_silu hard_tanh leaky_relu linear log_sigmoid log_softmax
    mish relu relu6 selu sigmoid silu soft_shrink softmax softplus softsign sparse_plus sparse_sigmoid squareplus tanh
    tanh_shrink
}
