use nalgebra::SVector;

use crate::activations::ActivationFn;
use crate::batch::Lanes;
use crate::data::{Dataset, Target};
use crate::kernels::gather::{gather, scatter};
use crate::layer::Pass;
use crate::{Batch, BatchMut, Features, Image, Layer, Model, Scalar, Sequence, Shape};

/// How many samples are predicted in one go.
const BATCH: usize = 128;

/// The largest working memory, in numbers, that a single prediction takes from the stack.
const ON_STACK: usize = 1024;

/// Adds [`predict`](Self::predict) to every model.
pub trait Predict: Model {
    /// What the model says to a sample, or to many.
    ///
    /// | samples | predictions |
    /// |---|---|
    /// | `&[f32; 4]`, or nested arrays for sequences and images | an array of the output's shape |
    /// | `&SVector<f32, 4>` | `SVector<f32, 3>` |
    /// | `&[[f32; 4]]`, `&Vec<[f32; 4]>`, `&Dataset<…>` | a `Vec` of arrays |
    ///
    /// ```
    /// use plywood::prelude::*;
    ///
    /// let model = model![Dense<4, 8, relu>, Dense<8, 3, softmax>];
    /// let probabilities = model.predict(&[5.1, 3.5, 1.4, 0.2]);
    /// assert!((probabilities.iter().sum::<f32>() - 1.0).abs() < 1e-6);
    /// ```
    fn predict<S: Samples<Self> + ?Sized>(&self, samples: &S) -> S::Predictions {
        samples.predict(self)
    }
}

impl<M: Model> Predict for M {}

/// One sample or several, as [`Predict::predict`] takes them.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no sample for this model, nor several",
    label = "the model takes samples of another shape or number type"
)]
pub trait Samples<M: Model> {
    /// The same kind of thing, of the shape of the model's output.
    type Predictions;

    /// What `model` says.
    fn predict(&self, model: &M) -> Self::Predictions;
}

/// Says that this shape is the one that a model takes: only equal shapes are.
#[diagnostic::on_unimplemented(
    message = "this model takes `{Input}`, but the sample is `{Self}`",
    label = "takes `{Input}`, gets `{Self}`"
)]
pub trait SampleOf<Input> {}

impl<S: Shape> SampleOf<S> for S {}

/// One sample's output, as an array.
type Output<M> = <<M as Layer>::Output as Shape>::Array<<M as Model>::Scalar>;

impl<M, T: Scalar, const N: usize> Samples<M> for [T; N]
where
    M: Model<Scalar = T>,
    Features<N>: SampleOf<M::Input>,
{
    type Predictions = Output<M>;

    fn predict(&self, model: &M) -> Output<M> {
        predict_one(model, self)
    }
}

impl<M, T: Scalar, const TIME: usize, const FEATURES: usize> Samples<M> for [[T; FEATURES]; TIME]
where
    M: Model<Scalar = T>,
    Sequence<TIME, FEATURES>: SampleOf<M::Input>,
{
    type Predictions = Output<M>;

    fn predict(&self, model: &M) -> Output<M> {
        predict_one(model, self.as_flattened())
    }
}

impl<M, T: Scalar, const H: usize, const W: usize, const C: usize> Samples<M> for [[[T; C]; W]; H]
where
    M: Model<Scalar = T>,
    Image<H, W, C>: SampleOf<M::Input>,
{
    type Predictions = Output<M>;

    fn predict(&self, model: &M) -> Output<M> {
        predict_one(model, self.as_flattened().as_flattened())
    }
}

impl<M, T: Scalar, const N: usize, const OUT: usize> Samples<M> for SVector<T, N>
where
    M: Model<Scalar = T> + Layer<Output = Features<OUT>>,
    Features<N>: SampleOf<M::Input>,
{
    type Predictions = SVector<T, OUT>;

    fn predict(&self, model: &M) -> SVector<T, OUT> {
        SVector::from(predict_one(model, self.as_slice()))
    }
}

impl<M: Model> Samples<M> for [<M::Input as Shape>::Array<M::Scalar>] {
    type Predictions = Vec<Output<M>>;

    fn predict(&self, model: &M) -> Vec<Output<M>> {
        predict_many(model, bytemuck::cast_slice(self))
    }
}

impl<M: Model> Samples<M> for Vec<<M::Input as Shape>::Array<M::Scalar>> {
    type Predictions = Vec<Output<M>>;

    fn predict(&self, model: &M) -> Vec<Output<M>> {
        self.as_slice().predict(model)
    }
}

impl<M: Model, Y: Target> Samples<M> for Dataset<M::Input, Y, M::Scalar> {
    type Predictions = Vec<Output<M>>;

    fn predict(&self, model: &M) -> Vec<Output<M>> {
        predict_many(model, self.inputs())
    }
}

/// One sample, without an allocation if the model's working memory is small.
fn predict_one<M: Model>(model: &M, sample: &[M::Scalar]) -> Output<M> {
    if M::SAVED <= ON_STACK {
        predict_in(model, sample, &mut [M::Scalar::default(); ON_STACK][..M::SAVED])
    } else {
        predict_in(model, sample, &mut bytemuck::zeroed_vec(M::SAVED))
    }
}

fn predict_in<M: Model>(model: &M, sample: &[M::Scalar], memory: &mut [M::Scalar]) -> Output<M> {
    let mut prediction = bytemuck::Zeroable::zeroed();
    let output = M::Output::values_mut(&mut prediction);
    predict_batch(model, sample, output, memory, Lanes::new(1));
    prediction
}

fn predict_many<M: Model>(model: &M, samples: &[M::Scalar]) -> Vec<Output<M>> {
    let count = samples.len() / M::Input::LEN;
    let mut predictions = bytemuck::zeroed_vec(count);
    let values: &mut [M::Scalar] = bytemuck::cast_slice_mut(&mut predictions);

    let stride = Lanes::new(BATCH.min(count)).stride();
    let zeros = |len: usize| bytemuck::zeroed_vec::<M::Scalar>(len * stride);
    let (mut inputs, mut outputs, mut memory) =
        (zeros(M::Input::LEN), zeros(M::Output::LEN), zeros(M::SAVED));
    for (samples, values) in
        samples.chunks(BATCH * M::Input::LEN).zip(values.chunks_mut(BATCH * M::Output::LEN))
    {
        let lanes = Lanes::new(samples.len() / M::Input::LEN);
        let inputs = &mut inputs[..M::Input::LEN * lanes.stride()];
        let outputs = &mut outputs[..M::Output::LEN * lanes.stride()];
        gather(samples, M::Input::LEN, |lane| lane, lanes, inputs);
        predict_batch(model, inputs, outputs, &mut memory[..M::SAVED * lanes.stride()], lanes);
        scatter(outputs, M::Output::LEN, lanes, values);
    }
    predictions
}

fn predict_batch<M: Model>(
    model: &M,
    input: &[M::Scalar],
    output: &mut [M::Scalar],
    memory: &mut [M::Scalar],
    lanes: Lanes,
) {
    let mut output = BatchMut::new(output, lanes);
    let pass = Pass::inference();
    model.forward(model.arena().values(), Batch::new(input, lanes), output.reborrow(), memory, pass);
    model.activation().forward(output);
}
