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

pub use data::{ClassImage, ClassSequence, Classes, Dataset};
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
/// # Two forms of a line of layers
///
/// With a name, `struct Iris { … }`, it is an item: a type `Iris<T = f32>` that implements [`Model`], with a
/// constructor `Iris::new(seed)`, and for each layer a method of the layer's name that gives the layer with
/// its variables. Attributes, documentation and visibility are the struct's. `Iris::<f64>::new(seed)` computes
/// in `f64`; the number type has to be written there, for `Iris::new` alone is always the one for `f32`.
///
/// Without one, `model![…]`, it is an expression: a fresh model in `f32`. Its seed is 0;
/// `model![…].with_seed(42)` has another.
///
/// # Graphs
///
/// Where values take more than one way, they have names: the inputs stand in parentheses behind the name of the model,
/// the outputs behind an arrow, and each line says what a value is made of. It reads as data flow.
///
/// ```
/// use plywood::prelude::*;
///
/// model! {
///     /// What a house costs, and how long it takes to sell.
///     pub struct House(photo: Image<16, 16, 3>, facts: Features<12>) -> (price, days) {
///         seen = photo => Conv2D<8, 3, relu>, GlobalAveragePooling2D;
///         known = facts => hidden: Dense<32, relu>, Dropout(0.2);
///         both = Concatenate(seen, known) => Dense<64, relu>;
///         price = both => Dense<1>;
///         days = both => Dense<1, softplus>;
///     }
/// }
///
/// model! { struct Tower { Dense<3, 8, relu>, Dense<4> } }
///
/// model! {
///     /// One tower looks at both inputs: its weights are shared, and the gradients add up.
///     struct Siamese(left: Features<3>, right: Features<3>) -> same {
///         a = left => tower: Tower(0);
///         b = right => tower;
///         same = Subtract(a, b) => Dense<1, sigmoid>;
///     }
/// }
///
/// // A loss for each output, with its weight, and metrics of each.
/// let losses = (MeanSquaredError::new(), Poisson::new().loss_weight(0.2));
/// let mut house = House::new(42).compile(Adam::new(0.001), losses, ((MeanAbsoluteError::new(),), ()));
/// let (photos, facts) = ([[[[0.5; 3]; 16]; 16]; 2], [[1.0; 12]; 2]);
/// let data = Dataset::new((photos, facts), ([[0.3], [0.4]], [[7.0], [30.0]]))?;
/// let history = house.fit(&data, Fit::epochs(2))?;
/// assert!(history.get("price_mean_absolute_error").is_some());
/// let ([price], [days]) = house.predict(&(&photos[0], &facts[0]));
/// assert!(price.is_finite() && days > 0.0);
/// # Ok::<(), plywood::Error>(())
/// ```
///
/// - An input is `name: Features<12>`, `Sequence<10, 3>`, `Image<28, 28, 1>`, `Volume<8, 8, 8, 1>` or
///   `Tokens<20, 1000>`; there are up to eight, and as many outputs.
/// - A line is `name = value => layers;`. In the place of the value may stand what joins several:
///   [`Add`](layers::merge::Add), [`Subtract`](layers::merge::Subtract), [`Multiply`](layers::merge::Multiply),
///   [`Average`](layers::merge::Average), [`Maximum`](layers::merge::Maximum), [`Minimum`](layers::merge::Minimum),
///   [`Concatenate`](layers::merge::Concatenate), [`Dot`](layers::merge::Dot); attention of one sequence to another,
///   `MultiHeadAttention<4, 16>(query, value)`; a model with several inputs, or a layer of your own whose
///   [`Input`](Layer::Input) is a tuple of shapes.
/// - A value may be used any number of times, and an output may flow on inside the graph.
/// - A layer with a name is called again by that name, and is then shared. It may be declared first, in a line of its
///   own: `shared: Dense<_, 8, relu>;`. One with moving statistics cannot be shared.
/// - Of a layer with several outputs, the line names all of them, `(steps, state) = …`, or `_` for one that nobody needs.
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
///   output is added to what flows in, or appended: `Residual(Dense<8, relu>, Dense<8>)`. `Add`, `Multiply` and the
///   others that join values have branches in brackets: `Multiply([Dense<8, tanh>], [Dense<8, sigmoid>])`.
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
