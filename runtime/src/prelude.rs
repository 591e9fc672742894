//! Everything that the six steps need: `use plywood::prelude::*`.

pub use crate::activations::{linear, relu, sigmoid, softmax, tanh};
pub use crate::callbacks::{Callback, Cancel};
pub use crate::data::{Classes, Dataset, MinMaxScaler, StandardScaler};
pub use crate::datasets;
pub use crate::layers::{Activation, Bias, Dense, Dropout, Flatten, NoBias, Reshape};
pub use crate::losses::{
    BinaryCrossentropy, CategoricalCrossentropy, MeanSquaredError, SparseCategoricalCrossentropy,
};
pub use crate::metrics::{Accuracy, MeanAbsoluteError};
pub use crate::optimizers::{Adam, SGD};
pub use crate::training::{Compile, Fit, Predict};
pub use crate::{Features, FromSeed, Image, Model, Sequence, argmax, model};
