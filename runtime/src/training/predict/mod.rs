mod arrays;
mod inputs;
mod record;

use alloc::vec::Vec;

use bytemuck::Pod;
use nalgebra::SVector;

use crate::activations::Activations;
use crate::data::{Dataset, Targets};
use crate::error::Result;
use crate::kernels::gather::{Rows, gather, scatter};
use crate::layer::{Forward, Layer, Pass, is_inlined};
use crate::layout::Lanes;
use crate::model::{Model, View};
use crate::rng::Streams;
use crate::simd::with_instructions;
use crate::tensor::allocate::{aligned_zeros, or_panic, zeros};
use crate::tensor::{Features, Flow, Scalar, Shape, count_samples};

/// How many samples are predicted in one go.
const BATCH: usize = 128;

/// Adds [`predict`](Self::predict) to every model.
pub trait Predict: Model {
    /// What the model says to a sample, or to many.
    ///
    /// | samples | predictions |
    /// |---|---|
    /// | `&[f32; 4]`, or nested arrays for sequences and images | an array of the output's shape |
    /// | `&SVector<f32, 4>` | `SVector<f32, 3>` |
    /// | `&[[f32; 4]; 2]`, `&[[f32; 4]]`, `&Vec<[f32; 4]>`, `&Dataset<…>` | a `Vec` of arrays |
    ///
    /// A sample with a value that is not finite gets a prediction that is not finite either, as a rule.
    ///
    /// The prediction of a single sample is an array on the stack, so it may be no larger than that;
    /// [`predict_slice`](Self::predict_slice) gives outputs of any size.
    ///
    /// # Panics
    /// When there is no memory for the predictions.
    ///
    /// ```
    /// use plywood::prelude::*;
    ///
    /// let model = model![Dense<4, 8, relu>, Dense<8, 3, softmax>];
    /// let probabilities = model.predict(&[5.1, 3.5, 1.4, 0.2]);
    /// assert!((probabilities.iter().sum::<f32>() - 1.0).abs() < 1e-6);
    /// ```
    fn predict<S: Samples<Self::Input, Self::Output, Self::Scalar> + ?Sized>(
        &self,
        samples: &S,
    ) -> S::Predictions {
        samples.predict(self, self.arena().values(), Pass::inference)
    }

    /// As [`predict`](Self::predict), but as in training: with dropout and noise, which follow from the model's seed and
    /// from `pass`, a number of your choice; and batch normalization by the statistics of the samples that are predicted
    /// together, up to 128. Keras' `model(x, training=True)`.
    ///
    /// The spread of several such predictions says how sure a model with dropout is.
    ///
    /// ```
    /// use plywood::prelude::*;
    ///
    /// let model = model![Dense<4, 64, relu>, Dropout(0.5), Dense<64, 1>];
    /// let sample = [0.1, 0.2, 0.3, 0.4];
    /// let predictions: Vec<f32> = (0..20).map(|pass| model.predict_in_training(&sample, pass)[0]).collect();
    /// assert!(predictions[0] != predictions[1]);
    /// assert_eq!(model.predict_in_training(&sample, 1)[0], predictions[1]);
    /// ```
    ///
    /// Source: Y. Gal, Z. Ghahramani, "Dropout as a Bayesian approximation", 2016.
    ///
    /// # Panics
    /// As [`predict`](Self::predict).
    fn predict_in_training<S: Samples<Self::Input, Self::Output, Self::Scalar> + ?Sized>(
        &self,
        samples: &S,
        pass: u64,
    ) -> S::Predictions {
        let seed = self.arena().seed();
        samples.predict(self, self.arena().values(), || Pass::training(Streams::new(seed), pass))
    }

    /// As [`predict`](Self::predict), for samples one after the other in a slice: one sample or several, of any size.
    /// The predictions are the values of all outputs, one after the other, row-major.
    ///
    /// ```
    /// use plywood::prelude::*;
    ///
    /// let model = model![Input<512, 512, 3>, Conv2D<1, 3, sigmoid, Same>];
    /// let photo = vec![0.5; 512 * 512 * 3];
    /// let mask = model.predict_slice(&photo)?;
    /// assert_eq!(mask.len(), 512 * 512);
    /// # Ok::<(), plywood::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::Width`](crate::Error::Width) if values are missing in the last sample,
    /// [`Error::Memory`](crate::Error::Memory) if there is no memory for the predictions.
    fn predict_slice(&self, samples: &[Self::Scalar]) -> Result<Vec<Self::Scalar>> {
        predict_slice(self, self.arena().values(), samples)
    }
}

impl<M: Model> Predict for M {}

/// Makes the pass that samples go through a layer in. A function and no [`Pass`], so that the compiler knows one of
/// inference.
pub trait MakesPass: Fn() -> Pass + Copy {}

impl<F: Fn() -> Pass + Copy> MakesPass for F {}

/// One sample of shape `X` or several, as [`Predict::predict`] takes them.
#[diagnostic::on_unimplemented(
    message = "this model takes samples of `{X}`, and `{Self}` is not one",
    label = "neither a sample of `{X}`, nor several",
    note = "one sample is an array of `{T}`, or an `SVector`; several are a slice, a `Vec` or an array of such arrays, or a `Dataset`"
)]
pub trait Samples<X: Flow, Y: Flow, T: Scalar> {
    /// The same kind of thing, of the shape `Y` of the model's output.
    type Predictions;

    /// What a layer, or a model, with these variables says.
    #[doc(hidden)]
    fn predict<L: Layer<Input = X, Output = Y>>(
        &self,
        layer: &L,
        variables: &[T],
        pass: impl MakesPass,
    ) -> Self::Predictions;
}

/// One sample of shape `X`, as nested arrays of `T`.
#[diagnostic::on_unimplemented(
    message = "a list of `{Self}` is not a list of samples of `{X}`",
    label = "each element has to be a whole sample of `{X}`",
    note = "for one sample in a `Vec` or a slice, make an array first: `let sample: [{T}; 4] = sample.try_into().unwrap();`"
)]
pub trait Sample<X: Shape, T: Scalar>: Pod {}

impl<const N: usize, const OUT: usize, T: Scalar> Samples<Features<N>, Features<OUT>, T> for SVector<T, N> {
    type Predictions = SVector<T, OUT>;

    fn predict<L>(&self, layer: &L, variables: &[T], pass: impl MakesPass) -> SVector<T, OUT>
    where
        L: Layer<Input = Features<N>, Output = Features<OUT>>,
    {
        SVector::from(predict_one(layer, variables, self.as_slice(), pass))
    }
}

impl<A: Sample<X, T>, X: Shape, Y: Flow, T: Scalar> Samples<X, Y, T> for [A] {
    type Predictions = Y::Columns<T>;

    fn predict<L>(&self, layer: &L, variables: &[T], pass: impl MakesPass) -> Y::Columns<T>
    where
        L: Layer<Input = X, Output = Y>,
    {
        or_panic(predict_many(layer, variables, bytemuck::cast_slice(self), pass))
    }
}

impl<A: Sample<X, T>, X: Shape, Y: Flow, T: Scalar> Samples<X, Y, T> for Vec<A> {
    type Predictions = Y::Columns<T>;

    fn predict<L>(&self, layer: &L, variables: &[T], pass: impl MakesPass) -> Y::Columns<T>
    where
        L: Layer<Input = X, Output = Y>,
    {
        self.as_slice().predict(layer, variables, pass)
    }
}

impl<X: Flow, Y: Flow, Z: Targets, T: Scalar> Samples<X, Y, T> for Dataset<X, Z, T> {
    type Predictions = Y::Columns<T>;

    fn predict<L>(&self, layer: &L, variables: &[T], pass: impl MakesPass) -> Y::Columns<T>
    where
        L: Layer<Input = X, Output = Y>,
    {
        or_panic(predict_many(layer, variables, self.inputs(), pass))
    }
}

impl<L: Layer, T: Scalar> View<'_, L, T> {
    /// What the layer alone says to one sample, its activation included. What is dropped in training is not dropped.
    ///
    /// ```
    /// use plywood::prelude::*;
    ///
    /// model! { struct Net { Input<3, 2>, memory: LSTM<4>, out: Dense<1> } }
    ///
    /// // A signal, step by step, through all of the network.
    /// let model = Net::new(42);
    /// let mut stream = model.memory().stream();
    /// let steps = [[0.1, 0.2], [0.3, 0.4], [0.5, 0.6]];
    /// let outputs = steps.map(|step| model.out().apply(&stream.step(&step)));
    /// assert_eq!(outputs[2], model.predict(&steps));
    /// ```
    pub fn apply(&self, sample: &<L::Input as Flow>::Arrays<T>) -> <L::Output as Flow>::Arrays<T> {
        let (layer, pass) = (self.layer(), Pass::inference);
        L::Input::with_values(sample, |values| predict_one(layer, self.variables(), values, pass))
    }

    /// What the layer alone says to a sample, or to many, as [`Predict::predict`]: a part of a model, used as a model.
    ///
    /// ```
    /// use plywood::prelude::*;
    ///
    /// model! { struct Decoder { Dense<2, 16, relu>, Dense<16, 8, sigmoid> } }
    /// model! { struct Autoencoder { encoder: Dense<8, 2, tanh>, decoder: Decoder(0) } }
    ///
    /// let model = Autoencoder::new(7);
    /// let codes = model.encoder().predict(&vec![[0.5; 8], [0.1; 8]]);
    /// assert_eq!(model.decoder().predict(&codes), model.predict(&[[0.5; 8], [0.1; 8]]));
    /// ```
    ///
    /// # Panics
    /// When there is no memory for the predictions.
    pub fn predict<S: Samples<L::Input, L::Output, T> + ?Sized>(&self, samples: &S) -> S::Predictions {
        samples.predict(self.layer(), self.variables(), Pass::inference)
    }

    /// As [`apply`](Self::apply), for samples one after the other in a slice, as in [`Predict::predict_slice`].
    ///
    /// # Errors
    /// As [`Predict::predict_slice`].
    pub fn apply_slice(&self, samples: &[T]) -> Result<Vec<T>> {
        predict_slice(self.layer(), self.variables(), samples)
    }
}

/// One sample's output, as an array.
type Output<L, T> = <<L as Layer>::Output as Flow>::Arrays<T>;

/// One sample.
pub(super) fn predict_one<L: Layer, T: Scalar>(
    layer: &L,
    variables: &[T],
    sample: &[T],
    pass: impl MakesPass,
) -> Output<L, T> {
    L::Output::arrays(|output| predict_into(layer, variables, sample, output, pass))
}

/// One sample. The working memory of a small network, up to 1024 numbers, lies on the stack, that of a large
/// one on the heap.
fn predict_into<L: Layer, T: Scalar>(
    layer: &L,
    variables: &[T],
    sample: &[T],
    output: &mut [T],
    pass: impl MakesPass,
) {
    let zero = T::default();
    let memory = || or_panic(aligned_zeros::<T>("a prediction", L::SAVED, 1));
    match L::SAVED {
        0..=64 => predict_with_memory(layer, variables, sample, output, &mut [zero; 64][..L::SAVED], pass),
        65..=256 => predict_with_memory(layer, variables, sample, output, &mut [zero; 256][..L::SAVED], pass),
        257..=1024 => {
            predict_with_memory(layer, variables, sample, output, &mut [zero; 1024][..L::SAVED], pass)
        }
        _ => predict_with_memory(layer, variables, sample, output, &mut memory(), pass),
    }
}

fn predict_with_memory<L: Layer, T: Scalar>(
    layer: &L,
    variables: &[T],
    sample: &[T],
    output: &mut [T],
    memory: &mut [T],
    pass: impl MakesPass,
) {
    if const { is_inlined::<L, T>() } {
        with_instructions(
            #[inline(always)]
            |instructions| {
                let pass = pass().compiled_for(instructions);
                predict_batch(layer, variables, sample, output, memory, Lanes::new(1), pass);
            },
        );
    } else {
        predict_batch(layer, variables, sample, output, memory, Lanes::new(1), pass());
    }
}

/// Many samples, one after the other.
fn predict_many<L: Layer, T: Scalar>(
    layer: &L,
    variables: &[T],
    samples: &[T],
    pass: impl MakesPass,
) -> Result<<L::Output as Flow>::Columns<T>> {
    let count = samples.len() / L::Input::VALUES;
    L::Output::columns(count, |values| predict_all(layer, variables, samples, values, pass))
}

fn predict_slice<L: Layer, T: Scalar>(layer: &L, variables: &[T], samples: &[T]) -> Result<Vec<T>> {
    let count = count_samples::<L::Input>(samples.len())?;
    let mut predictions = zeros("the predictions", count, L::Output::VALUES)?;
    predict_all(layer, variables, samples, &mut predictions, Pass::inference)?;
    Ok(predictions)
}

/// All samples, some at a time.
fn predict_all<L: Layer, T: Scalar>(
    layer: &L,
    variables: &[T],
    samples: &[T],
    predictions: &mut [T],
    pass: impl MakesPass,
) -> Result<()> {
    let count = BATCH.min(samples.len() / L::Input::VALUES);
    let stride = Lanes::new(count).stride();
    let zeros = |each| aligned_zeros::<T>("some predictions on their way through the model", stride, each);
    let (mut inputs, mut outputs, mut memory) =
        (zeros(L::Input::VALUES)?, zeros(L::Output::VALUES)?, zeros(L::SAVED)?);
    let batches =
        samples.chunks(BATCH * L::Input::VALUES).zip(predictions.chunks_mut(BATCH * L::Output::VALUES));
    for (number, (samples, predictions)) in batches.enumerate() {
        let lanes = Lanes::new(samples.len() / L::Input::VALUES);
        let inputs = &mut inputs[..L::Input::VALUES * lanes.stride()];
        let outputs = &mut outputs[..L::Output::VALUES * lanes.stride()];
        gather(samples, L::Input::VALUES, Rows::From(0), lanes, inputs);
        let memory = &mut memory[..L::SAVED * lanes.stride()];
        let pass = pass().piece(number, lanes.samples());
        predict_batch(layer, variables, inputs, outputs, memory, lanes, pass);
        scatter(outputs, L::Output::VALUES, lanes, predictions);
    }
    Ok(())
}

#[inline(always)]
fn predict_batch<L: Layer, T: Scalar>(
    layer: &L,
    variables: &[T],
    input: &[T],
    output: &mut [T],
    memory: &mut [T],
    lanes: Lanes,
    pass: Pass,
) {
    let input = L::Input::cut(input, lanes);
    let penalty = &mut 0.0;
    layer.forward(Forward::new(variables, input, L::Output::cut_mut(output, lanes), memory, pass, penalty));
    layer.activation().apply(L::Output::cut_mut(output, lanes), pass.instructions());
}
