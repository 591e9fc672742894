//! Training runs that Keras recorded, repeated: the same data and the same initial weights must give the same
//! history, the same weights and the same predictions.
//!
//! Each folder of `tests/golden` has a module here. A test goes through *all* cases of its folder, and fails for one
//! that it does not know.

mod activation;
mod activations;
mod attention;
mod callbacks;
mod case;
mod convolution;
mod embedding;
mod fit;
mod graphs;
mod losses;
mod masks;
mod metrics;
mod normalization;
mod optimizers;
mod pooling;
mod recurrent;
mod regularizers_constraints;
mod reshaping;
mod schedules;
mod sequences;
mod settings;
mod shape;
mod six_steps;
mod volumes;

use plywood::Compiled;
use plywood::prelude::*;

model! { struct Iris { Dense<4, 8, relu>, Dense<8, 3, softmax> } }
model! { struct Regression { Dense<5, 6, tanh>, Dense<6, 3> } }
model! { struct Binary { Dense<5, 6, relu>, Dense<6, 1, sigmoid> } }
model! { struct Classifier { Dense<5, 6, relu>, Dense<6, 3, softmax> } }

/// As all cases of the folders of layers were compiled.
fn adam<M: Model<Output = Features<N>>, const N: usize>(model: M) -> Compiled<M, Adam, MeanSquaredError, ()> {
    model.compile(Adam::new(0.02), MeanSquaredError::default(), ())
}

/// Repeats every case of a folder in `f64` and in `f32`.
macro_rules! repeat {
    ($folder:literal, $run:ident) => {
        #[test]
        fn in_f64() {
            crate::case::Case::all($folder, true).iter().for_each($run::<f64>);
        }

        #[test]
        fn in_f32() {
            crate::case::Case::all($folder, false).iter().for_each($run::<f32>);
        }
    };
}
use repeat;
