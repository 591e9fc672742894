//! Neural networks declared as Rust source, their shapes checked by the compiler, trained on the CPU.
//!
//! The six steps, on iris flowers:
//!
//! ```
//! use plywood::prelude::*;
//!
//! model! {
//!     /// Tells three irises apart.
//!     pub struct Iris {
//!         hidden: Dense<4, 8, relu>,
//!         Dense<8, 3, softmax>,
//!     }
//! }
//!
//! fn main() -> plywood::Result<()> {
//!     // 1. Data preparation.
//!     let (train, test) = datasets::iris().shuffle(5).stratified_split(0.8)?;
//!     let scaler = StandardScaler::fit(&train);
//!     let (train, test) = (scaler.transform(&train), scaler.transform(&test));
//!
//!     // 2. Construction, 3. compile.
//!     let mut model = Iris::new(42).compile(
//!         Adam::new(0.005),
//!         SparseCategoricalCrossentropy::default(),
//!         (Accuracy::default(),),
//!     );
//!
//!     // 4. Fit, with history.
//!     let history = model.fit(&train, Fit::epochs(50).batch_size(5).validation_data(&test))?;
//!     assert!(history.get("val_accuracy").is_some());
//!
//!     // 5. Evaluate.
//!     let scores = model.evaluate(&test)?;
//!     assert!(scores.get("accuracy") > Some(0.9));
//!
//!     // 6. Predict.
//!     let species = model.predict(&scaler.apply([5.1, 3.5, 1.4, 0.2]));
//!     assert_eq!(datasets::iris::SPECIES[argmax(species)], "setosa");
//!     Ok(())
//! }
//! ```
//!
//! # Where things are
//!
//! | to do this | look at |
//! |---|---|
//! | declare a network | [`model!`], [`layers`], [`activations`] |
//! | prepare data | [`data::Dataset`], [`data::StandardScaler`], [`data::Table`], [`data::Schema`], [`datasets`] |
//! | train and use it | [`Compile`], [`Fit`], [`Compiled::evaluate`], [`Predict`], [`History`] |
//! | say how | [`losses`], [`optimizers`], [`metrics`], [`callbacks`] |
//! | read and set weights | [`Model::weights`], [`Model::set_weights`] |
//! | look at what came of it | [`pictures`], [`History`] |
//! | save, load, go on | [`saving`], [`Fit::resume`] |
//! | write your own layer | [`Layer`], [`Batch`], [`math`], [`gradient_check`] |

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;
extern crate self as plywood;

pub mod activations;
pub mod callbacks;
pub mod chain;
pub mod constraints;
pub mod data;
pub mod datasets;
pub mod history;
pub mod initializers;
pub mod layer;
pub mod layers;
pub mod layout;
pub mod losses;
pub mod math;
pub mod metrics;
pub mod model;
pub mod optimizers;
#[cfg(feature = "std")]
pub mod pictures;
pub mod prelude;
pub mod regularizers;
pub mod rng;
pub mod saving;
pub mod schedules;
pub mod tensor;

#[cfg(feature = "std")]
mod drawing;
mod error;
#[cfg(feature = "std")]
mod files;
mod kernels;
mod simd;
mod sync;
mod training;

pub use data::{Classes, Dataset};
pub use error::{Error, IoError, Result};
pub use history::History;
pub use layer::Layer;
pub use layout::Lanes;
pub use metrics::Scores;
pub use model::{FromSeed, Model, SummarizedLayer, Summary, View, Weight};
pub use tensor::{Batch, BatchMut, Features, Flow, Image, Scalar, Sequence, Shape, Tokens, Volume, argmax};
pub use training::{
    Compile, Compiled, Fit, GradientCheck, Predict, Sample, Samples, Trainer, ValidationFreq, Verbose,
    gradient_check,
};

/// The samples of README and the guide for users of Keras compile as they stand there.
#[cfg(doctest)]
mod pages {
    #[doc = include_str!("../../README.md")]
    struct Readme;

    #[doc = include_str!("../../docs/for-keras-users.md")]
    struct ForKerasUsers;
}

/// What the code that [`model!`] writes needs and nobody else.
#[doc(hidden)]
pub mod macros {
    pub use plywood_macros::model;
}

/// The kernels that benches time and fuzzers drive one by one, where no public item is that kernel alone.
#[cfg(feature = "__kernels")]
#[doc(hidden)]
pub mod benches {
    pub use crate::kernels::dense::{DenseProducts, Forward, InputGradient, KernelGradient, Sizes};
    pub use crate::kernels::gather::{Rows, gather};
    pub use crate::kernels::reduce::norm;
    pub use crate::kernels::small::Small;
    pub use crate::simd::Vectorized;

    /// The products of convolutions and of recurrent layers.
    pub mod window {
        pub use crate::kernels::window::{
            Forward, Geometry, InputGradient, KernelGradient, Start, WindowProducts,
        };
    }
}

/// Declares a network, and writes the code that trains it.
///
/// ```
/// use plywood::prelude::*;
///
/// model! {
///     /// Tells three irises apart.
///     pub struct Iris {
///         hidden: Dense<4, 8, relu>,
///         Dropout(0.1),
///         Dense<_, 3, softmax>,
///     }
/// }
///
/// let named: Iris = Iris::new(42);
/// let unnamed = model![Dense<4, 8, relu>, Dense<8, 3, softmax>];
/// assert_eq!(named.count_params(), unnamed.count_params());
/// ```
///
/// # Two forms
///
/// With a name, `struct Iris { … }`, it is an item: a type `Iris<T = f32>` that implements [`Model`], with a
/// constructor `Iris::new(seed)`, and for each layer a method of the layer's name that gives the layer with
/// its variables. Attributes, documentation and visibility are the struct's. `Iris::<f64>::new(seed)` computes
/// in `f64`; the number type has to be written there, for `Iris::new` alone is always the one for `f32`.
///
/// Without one, `model![…]`, it is an expression: a fresh model in `f32`. Its seed is 0;
/// `model![…].with_seed(42)` has another.
///
/// # Layers
///
/// A layer is written as the type that it is, `Dense<4, 8, relu>`, with its values in parentheses:
/// `Dropout(0.5)` becomes `Dropout::new(0.5)`, and `Layer<…>(setting = value)` becomes
/// `Layer::new().setting(value)`. A name may stand before it; a layer without one is called `dense`,
/// `dense_1`, … after its type, as in Keras.
///
/// - Sizes are literals (`4`), constants (`HIDDEN`), constant expressions (`{ 2 * HIDDEN }`) or const
///   parameters of the model (`struct Mlp<const IN: usize> { Dense<IN, 8> }`).
/// - A layer states its own numbers; what flows in, it takes as it is: `Dense<8, relu>` behind another layer,
///   `Conv2D<6, 5, relu>`, `LSTM<32>`, [`Flatten`](layers::Flatten). `Dense<4, 8, relu>` says how many values flow in,
///   which is checked; `_` there means: as many as the layer before gives. A layer of your own takes the shape that
///   flows in if you write `_` for it: `Noise<_>(0.1)`.
/// - `Input<28, 28, 1>`, first in the list, says what flows into the first layer, if that does not say it itself: one
///   size for features, two for a sequence of time steps, three for an image of height, width and channels, four for a
///   volume of images. `Tokens<20, 1000>` says that each sample is 20 tokens of a vocabulary of 1,000, for an
///   [`Embedding`](layers::Embedding).
/// - What decides about shapes and variables stands in angle brackets, after the sizes and in any order:
///   `Conv2D<6, 5, relu, Same, Strides<2>, NoBias>`, `GRU<32, Sequences>`. All else stands in parentheses, by name:
///   `LSTM<32>(dropout = 0.1)`.
/// - [`Residual`](layers::Residual) and [`Concatenate`](layers::Concatenate) have layers in their parentheses, whose
///   output is added to what flows in, or appended: `Residual(Dense<8, relu>, Dense<8>)`.
/// - [`Bidirectional`](layers::Bidirectional) and [`TimeDistributed`](layers::TimeDistributed) are around a layer:
///   `Bidirectional<LSTM<32>>`.
/// - A model is a layer too: `encoder: Encoder(0)`. Its variables are then those of the model around it, and so is
///   their seed.
#[macro_export]
macro_rules! model {
    ($($model:tt)*) => {
        $crate::macros::model! { [$crate] $($model)* }
    };
}
