//! A model: a network, and the numbers that it has learnt.

pub(crate) mod arena;
pub(crate) mod spans;
pub(crate) mod summary;
pub(crate) mod weights;

use alloc::vec::Vec;
#[cfg(feature = "safetensors")]
use std::path::Path;

pub use arena::{Arena, View};
use spans::{initialize, set_trainable, spans, spans_of, tell_frozen};
pub use summary::{SummarizedLayer, Summary};
pub use weights::Weight;

use crate::data::statistics::statistics;
use crate::data::{Dataset, Targets};
use crate::error::{Error, Result};
use crate::layer::{Layer, parameters};
#[cfg(feature = "safetensors")]
use crate::saving;
#[cfg(feature = "safetensors")]
use crate::saving::Contents;
use crate::saving::State;
use crate::tensor::{Flow, Scalar, Shape, last_axis};

/// What `model!` declares: a network together with its variables.
///
/// The network itself is the model's [`Layer`] side: shapes, variables, `forward`, `backward`.
/// [`Compile`](crate::Compile) and [`Predict`](crate::Predict) add what is done with it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a model",
    label = "not a model",
    note = "models are declared with `model!`"
)]
pub trait Model: Layer {
    /// The number type of the variables: `f32` unless another is asked for.
    type Scalar: Scalar;

    /// The names of the outputs, if there are several.
    const OUTPUTS: &'static [&'static str] = &[];

    /// The number of values in all variables.
    const PARAMETERS: usize = parameters::<Self>();

    /// The number of bytes of all variables.
    const PARAMETER_BYTES: usize = Self::PARAMETERS * size_of::<Self::Scalar>();

    /// The number of bytes that a sample takes in a training: its values, those that leave each layer, the gradients
    /// with respect to those, and what layers keep in between. Targets come on top.
    const SAMPLE_BYTES: usize =
        (Self::Input::VALUES + Self::SAVED + 3 * Self::Output::VALUES) * size_of::<Self::Scalar>();

    /// The variables of all layers.
    fn arena(&self) -> &Arena<Self::Scalar>;

    /// The variables of all layers, to be written by the crate itself: see
    /// [`set_weights`](Self::set_weights).
    #[doc(hidden)]
    fn arena_mut(&mut self) -> &mut Arena<Self::Scalar>;

    /// The same model with fresh weights, all of which follow from `seed`; shuffling and dropout will follow
    /// from it too. The same seed gives the same weights in every run and every release.
    #[must_use]
    fn with_seed(mut self, seed: u64) -> Self {
        self.arena_mut().reset(seed);
        let spans = spans(&self, self.arena());
        initialize(&spans, self.arena_mut());
        self
    }

    /// All variables with their names, in Keras' order, each row-major as in Keras.
    ///
    /// ```
    /// use plywood::prelude::*;
    ///
    /// let model = model![Dense<4, 8, relu>, Dense<8, 3, softmax>];
    /// let names: Vec<String> = model.weights().into_iter().map(|weight| weight.name).collect();
    /// assert_eq!(names, ["dense/kernel", "dense/bias", "dense_1/kernel", "dense_1/bias"]);
    /// ```
    fn weights(&self) -> Vec<Weight<Self::Scalar>> {
        weights::read(&spans(self, self.arena()), self.arena().values())
    }

    /// Replaces all variables by `weights`, which must be those that [`weights`](Self::weights) would give:
    /// the same names in the same order, with the same shapes, all values finite. On an error the model is
    /// unchanged.
    ///
    /// # Errors
    /// [`VariableName`](crate::Error::VariableName), [`VariableShape`](crate::Error::VariableShape) or
    /// [`VariableNotFinite`](crate::Error::VariableNotFinite), for the first variable that differs.
    fn set_weights(&mut self, weights: &[Weight<Self::Scalar>]) -> Result<()> {
        weights::write(&spans(self, self.arena()), weights, self.arena_mut().values_mut())
    }

    /// The variables of the layer `layer`, such as `"encoder"`, or `"encoder/block_1"` for one inside of another: with
    /// the names that they have in a model that this layer is.
    ///
    /// ```
    /// use plywood::prelude::*;
    ///
    /// model! { struct Encoder { Dense<8, 2, tanh> } }
    /// model! { struct Autoencoder { encoder: Encoder(0), decoder: Dense<2, 8> } }
    ///
    /// let (mut whole, mut encoder) = (Autoencoder::new(7), Encoder::new(0));
    /// encoder.set_weights(&whole.weights_of("encoder")?)?;
    /// assert_eq!(encoder.predict(&[0.5; 8]), whole.encoder().predict(&[0.5; 8]));
    /// // And back.
    /// whole.set_weights_of("encoder", &Encoder::new(1).weights())?;
    /// # Ok::<(), plywood::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`UnknownLayer`](crate::Error::UnknownLayer) for a layer that the model does not have, or that has no variables.
    fn weights_of(&self, layer: &str) -> Result<Vec<Weight<Self::Scalar>>> {
        Ok(weights::read(&spans_of(&spans(self, self.arena()), layer)?, self.arena().values()))
    }

    /// Replaces the variables of a layer by `weights`, which must be those that [`weights_of`](Self::weights_of) would
    /// give. On an error the model is unchanged.
    ///
    /// # Errors
    /// As [`weights_of`](Self::weights_of) and [`set_weights`](Self::set_weights).
    fn set_weights_of(&mut self, layer: &str, weights: &[Weight<Self::Scalar>]) -> Result<()> {
        let spans = spans_of(&spans(self, self.arena()), layer)?;
        weights::write(&spans, weights, self.arena_mut().values_mut())
    }

    /// All variables as a [`State`], each under its name.
    fn weights_state(&self) -> State {
        weights::to_state(&spans(self, self.arena()), self.arena().values())
    }

    /// Replaces all variables by those in `state`, which must have them under the same names, with the same shapes, all
    /// values finite; in `f32` or `f64`, whichever the model's own are. What else it says of a training does not count.
    /// On an error the model is unchanged.
    ///
    /// # Errors
    /// [`Format`](crate::Error::Format) for other names, [`VariableShape`](crate::Error::VariableShape) or
    /// [`VariableNotFinite`](crate::Error::VariableNotFinite), for the first variable that differs.
    fn set_weights_state(&mut self, state: &State) -> Result<()> {
        self.set_weights(&weights::from_state(&spans(self, self.arena()), state, State::values)?)
    }

    /// Writes all variables to a safetensors file, each under its name, as [`saving`] describes. What
    /// was there is replaced in one go. In Python, `safetensors.numpy.load_file` reads it.
    ///
    /// ```
    /// use plywood::prelude::*;
    ///
    /// # let file = std::env::temp_dir().join(format!("weights-{}.safetensors", std::process::id()));
    /// let model = model![Dense<4, 8, relu>, Dense<8, 3, softmax>].with_seed(7);
    /// model.save_weights(&file)?;
    ///
    /// let mut other = model![Dense<4, 8, relu>, Dense<8, 3, softmax>];
    /// other.load_weights(&file)?;
    /// assert_eq!(other.weights(), model.weights());
    /// # Ok::<(), plywood::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`File`](crate::Error::File) if the file cannot be written.
    #[cfg(feature = "safetensors")]
    fn save_weights(&self, path: impl AsRef<Path>) -> Result<()> {
        self.weights_state().write(path)
    }

    /// Reads all variables from a safetensors file: one that was written by [`save_weights`](Self::save_weights), by
    /// [`Compiled::save`](crate::Compiled::save), or by another program under the same names, as they stand in
    /// [`weights`](Self::weights). Whatever else a training has saved there is not read. On an error the model is
    /// unchanged.
    ///
    /// # Errors
    /// [`File`](crate::Error::File), with what is wrong, for a file that cannot be read, is damaged, or has other
    /// variables. Names and shapes are compared before any values are read; [`saving`](crate::saving#memory) says how
    /// much memory that takes.
    #[cfg(feature = "safetensors")]
    fn load_weights(&mut self, path: impl AsRef<Path>) -> Result<()> {
        let path = path.as_ref();
        let contents = Contents::open(path)?;
        let state = weights::read_file(&spans(self, self.arena()), contents, "");
        state.and_then(|state| self.set_weights_state(&state)).map_err(|error| error.in_file(path))
    }

    /// As [`load_weights`](Self::load_weights), from the file of a larger model in which this model is the layer
    /// `layer`, such as `"encoder"`, or `"encoder/block_1"` for one inside of another. The variables of other layers
    /// are not read.
    ///
    /// ```
    /// use plywood::prelude::*;
    ///
    /// model! { struct Encoder { Dense<8, 2, tanh> } }
    /// model! { struct Autoencoder { encoder: Encoder(0), decoder: Dense<2, 8> } }
    ///
    /// # let file = std::env::temp_dir().join(format!("autoencoder-{}.safetensors", std::process::id()));
    /// let whole = Autoencoder::new(7);
    /// whole.save_weights(&file)?;
    ///
    /// let mut encoder = Encoder::new(0);
    /// encoder.load_weights_of(&file, "encoder")?;
    /// assert_eq!(encoder.weights()[0].values, whole.weights()[0].values);
    /// # std::fs::remove_file(&file).unwrap();
    /// # Ok::<(), plywood::Error>(())
    /// ```
    ///
    /// Of bytes, and of a [`State`], it is `model.set_weights_state(&state.get("encoder")?)`.
    ///
    /// # Errors
    /// As [`load_weights`](Self::load_weights), if the layer has other variables than this model.
    #[cfg(feature = "safetensors")]
    fn load_weights_of(&mut self, path: impl AsRef<Path>, layer: &str) -> Result<()> {
        let (path, prefix) = (path.as_ref(), format!("{}/", layer.trim_end_matches('/')));
        let contents = Contents::open(path)?;
        let state = weights::read_file(&spans(self, self.arena()), contents, &prefix);
        state.and_then(|state| self.set_weights_state(&state)).map_err(|error| error.in_file(path))
    }

    /// As [`load_weights`](Self::load_weights), into the layer `layer` alone, from the file of a model that this layer is:
    /// the other way around as [`load_weights_of`](Self::load_weights_of). A network that was trained elsewhere goes on
    /// as a part of a larger one.
    ///
    /// ```
    /// use plywood::prelude::*;
    ///
    /// model! { struct Encoder { Dense<8, 2, tanh> } }
    /// model! { struct Classifier { encoder: Encoder(0), Dense<2, 3, softmax> } }
    ///
    /// # let file = std::env::temp_dir().join(format!("encoder-{}.safetensors", std::process::id()));
    /// Encoder::new(7).save_weights(&file)?;
    ///
    /// let mut model = Classifier::new(1);
    /// model.load_weights_into("encoder", &file)?;
    /// model.freeze("encoder")?;
    /// assert_eq!(model.weights_of("encoder")?, Encoder::new(7).weights());
    /// # std::fs::remove_file(&file).unwrap();
    /// # Ok::<(), plywood::Error>(())
    /// ```
    ///
    /// # Errors
    /// As [`load_weights`](Self::load_weights) and [`weights_of`](Self::weights_of).
    #[cfg(feature = "safetensors")]
    fn load_weights_into(&mut self, layer: &str, path: impl AsRef<Path>) -> Result<()> {
        let (path, spans) = (path.as_ref(), spans_of(&spans(self, self.arena()), layer)?);
        let state = weights::read_file(&spans, Contents::open(path)?, "");
        let weights = state.and_then(|state| weights::from_state(&spans, &state, State::values));
        let written =
            weights.and_then(|weights| weights::write(&spans, &weights, self.arena_mut().values_mut()));
        written.map_err(|error| error.in_file(path))
    }

    /// As [`load_weights`](Self::load_weights), from the bytes of a file: `include_bytes!("iris.safetensors")`, for
    /// example.
    ///
    /// # Errors
    /// [`Format`](crate::Error::Format) and those of [`set_weights_state`](Self::set_weights_state).
    #[cfg(feature = "safetensors")]
    fn load_weights_from(&mut self, bytes: &[u8]) -> Result<()> {
        let contents = Contents::of(bytes).map_err(saving::error)?;
        self.set_weights_state(&weights::read_file(&spans(self, self.arena()), contents, "")?)
    }

    /// Freezes a layer, or a single variable: training leaves it as it is, and it takes no part in regularization,
    /// weight decay and clipping. A layer with moving statistics uses them then in training too, and leaves them as
    /// they are. Keras' `trainable = False`.
    ///
    /// ```
    /// use plywood::prelude::*;
    ///
    /// model! { struct Net { features: Dense<4, 8, relu>, Dense<8, 3, softmax> } }
    ///
    /// let mut model = Net::new(42);
    /// model.freeze("features")?;
    /// model.thaw("features")?;
    /// model.freeze("dense/bias")?;
    /// assert!(model.freeze("denes").is_err());
    /// # Ok::<(), plywood::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`UnknownLayer`](crate::Error::UnknownLayer) for a name that the model does not have.
    fn freeze(&mut self, name: &str) -> Result<()> {
        let frozen = set_trainable(spans(self, self.arena()), name, false)?;
        self.arena_mut().set_frozen(frozen);
        tell_frozen(self, self.arena().frozen());
        Ok(())
    }

    /// Lets training change a layer, or a single variable, again.
    ///
    /// # Errors
    /// As [`freeze`](Self::freeze).
    fn thaw(&mut self, name: &str) -> Result<()> {
        let frozen = set_trainable(spans(self, self.arena()), name, true)?;
        self.arena_mut().set_frozen(frozen);
        tell_frozen(self, self.arena().frozen());
        Ok(())
    }

    /// Shows the data to the layer in front, a [`Normalization`](crate::layers::Normalization), which keeps mean and
    /// variance of each channel, over all samples and places. Done once, before training.
    ///
    /// # Errors
    /// [`NothingAdapts`](crate::Error::NothingAdapts) for a model that does not begin with such a layer, and
    /// [`VariableNotFinite`](crate::Error::VariableNotFinite) for data whose mean or variance is too large for the
    /// number type. The model is then unchanged.
    fn adapt<Y: Targets>(&mut self, data: &Dataset<Self::Input, Y, Self::Scalar>) -> Result<()>
    where
        Self::Input: Shape,
    {
        if !Self::PARTS.first().is_some_and(|part| part.adapts) {
            return Err(Error::NothingAdapts);
        }
        let mut weights = self.weights();
        let values = statistics(data.inputs(), last_axis::<Self::Input>());
        for (weight, values) in weights.iter_mut().zip(values) {
            weight.values = values.into_iter().map(Self::Scalar::of).collect();
        }
        self.set_weights(&weights)
    }

    /// The layers with their output shapes and parameters, and what the model takes: prints as Keras' table.
    ///
    /// ```
    /// use plywood::Layer;
    /// use plywood::prelude::*;
    ///
    /// model! { struct Iris { hidden: Dense<4, 8, relu>, Dense<8, 3, softmax> } }
    ///
    /// let summary = Iris::new(42).summary();
    /// println!("{summary}");
    /// assert_eq!(summary.parameters(), 67);
    /// // Each number in it that does not depend on values is a constant too.
    /// const { assert!(Iris::<f32>::PARAMETER_BYTES == 268 && Iris::<f32>::MULTIPLY_ADDS == 56) };
    /// ```
    fn summary(&self) -> Summary {
        Summary::of::<Self, Self::Scalar>(&spans(self, self.arena()))
    }

    /// The number of values in all variables.
    fn count_params(&self) -> usize {
        self.arena().values().len()
    }
}

/// A model that is made from a seed alone: one that was declared with a name.
pub trait FromSeed: Model {
    /// A model with fresh weights, all of which follow from `seed`. The same seed gives the same weights in
    /// every run and every release.
    ///
    /// # Panics
    /// When there is no memory for the weights: the message says how much they need, which
    /// [`PARAMETER_BYTES`](Model::PARAMETER_BYTES) does before.
    fn new(seed: u64) -> Self;
}
