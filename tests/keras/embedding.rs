use plywood::prelude::*;
use plywood::{Compiled, Scalar};

use crate::adam;
use crate::case::Case;

crate::repeat!("layers_embedding", run);

model! { struct Looked { Tokens<6, 7>, Embedding<3>, Flatten, Dense<2> } }
model! { struct Remembered { Tokens<6, 7>, Embedding<3>, LSTM<4>, Dense<2> } }
model! { struct Placed { Tokens<6, 7>, Embedding<3>, PositionEmbedding, Activation<tanh>, Flatten, output: Dense<2> } }
model! { struct PlacedWithMask { Tokens<6, 7>, Embedding<3, MaskZero>, PositionEmbedding, LSTM<4>, output: Dense<2> } }

/// With Adam, Keras on TensorFlow squares the gradients of a token that stands at several places of a batch one by one,
/// and adds the squares: see docs/keras-differences.md. So these trainings are compared at their ends, and those with
/// SGD, where nothing is squared, all along.
fn run<T: Scalar>(case: &Case) {
    match case.name.as_str() {
        "embedding" => case.check_ends(adam(Looked::<T>::new(0))),
        "embedding_lstm" => case.check_ends(adam(Remembered::<T>::new(0))),
        "embedding_lstm_sgd" => case.check(sgd(Remembered::<T>::new(0))),
        "embedding_sgd" => case.check(sgd(Looked::<T>::new(0))),
        "position_embedding" => case.check(sgd(Placed::<T>::new(0))),
        "position_embedding_masked" => case.check(sgd(PlacedWithMask::<T>::new(0))),
        other => panic!("{other}"),
    }
}

fn sgd<M: Model<Output = Features<2>>>(model: M) -> Compiled<M, SGD, MeanSquaredError, ()> {
    model.compile(SGD::new(0.2), MeanSquaredError::default(), ())
}
