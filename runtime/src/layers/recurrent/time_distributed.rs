use crate::activations::linear;
use crate::chain::{back_inside, through_inside};
use crate::error::{Error, Result};
use crate::layer::{AnyLayer, Backward, Forward, Layer, Mask, Part, linked};
use crate::layout::Lanes;
use crate::tensor::{Batch, BatchMut, Features, Image, Scalar, Sequence, Shape, Volume};

/// A layer that is applied to each step of a sequence by itself, as if each were a sample. Steps may be sequences and
/// images too: a film is a `Volume`, and its steps along the first axis are pictures.
///
/// | | |
/// |---|---|
/// | in `model!` | `TimeDistributed<Dense<5, tanh>>`, with the inner layer written as it is in a model |
/// | input, output | what the layer takes and gives, with `TIME` as an axis before it: `Sequence<TIME, N>` of `Features<N>`, `Image<TIME, …>` of sequences, `Volume<TIME, …>` of images |
/// | variables | those of the layer, as `dense/…` |
///
/// Written in full, it names the layer and the number of steps: `TimeDistributed<Dense<3, 5, tanh>, 4>`.
///
/// ```
/// use plywood::prelude::*;
///
/// model! { struct Net { Input<4, 3>, TimeDistributed<Dense<5, tanh>>, Flatten, Dense<2> } }
///
/// model! {
///     struct Film {
///         Input<8, 16, 16, 3>,
///         TimeDistributed<Conv2D<4, 3, relu>>,
///         TimeDistributed<GlobalAveragePooling2D>,
///         LSTM<6>,
///         Dense<2>,
///     }
/// }
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct TimeDistributed<L, const TIME: usize> {
    layer: L,
}

/// A shape that a step can have: `TIME` of them, one behind the other, have a shape too.
#[diagnostic::on_unimplemented(
    message = "steps of shape `{Self}` cannot be put one behind the other",
    label = "steps have one to three axes"
)]
pub trait Step<const TIME: usize>: Shape {
    /// The shape of so many steps.
    type Steps: Shape;
}

impl<const TIME: usize, const N: usize> Step<TIME> for Features<N> {
    type Steps = Sequence<TIME, N>;
}

impl<const TIME: usize, const STEPS: usize, const N: usize> Step<TIME> for Sequence<STEPS, N> {
    type Steps = Image<TIME, STEPS, N>;
}

impl<const TIME: usize, const HEIGHT: usize, const WIDTH: usize, const N: usize> Step<TIME>
    for Image<HEIGHT, WIDTH, N>
{
    type Steps = Volume<TIME, HEIGHT, WIDTH, N>;
}

impl<L, const TIME: usize> TimeDistributed<L, TIME> {
    /// This layer, for each step.
    pub const fn new(layer: L) -> Self {
        Self { layer }
    }

    /// The lanes of all steps of a batch, one behind the other.
    const fn lanes(lanes: Lanes) -> Lanes {
        Lanes::new(TIME * lanes.stride())
    }
}

/// Puts the lanes of a feature at all steps side by side; those of padding repeat the last one.
fn gather<T: Scalar>(values: &[T], features: usize, stride: usize, gathered: &mut [T], padded: usize) {
    for (feature, gathered) in gathered.chunks_exact_mut(padded).enumerate() {
        for (step, lanes) in values.chunks_exact(features * stride).enumerate() {
            gathered[step * stride..][..stride].copy_from_slice(&lanes[feature * stride..][..stride]);
        }
        let filled = values.len() / features;
        let last = gathered[filled - 1];
        gathered[filled..].fill(last);
    }
}

/// The other way round.
fn scatter<T: Scalar>(gathered: &[T], features: usize, stride: usize, values: &mut [T], padded: usize) {
    for (feature, gathered) in gathered.chunks_exact(padded).enumerate() {
        for (step, lanes) in values.chunks_exact_mut(features * stride).enumerate() {
            lanes[feature * stride..][..stride].copy_from_slice(&gathered[step * stride..][..stride]);
        }
    }
}

impl<L, X: Step<TIME>, Y: Step<TIME>, const TIME: usize> Layer for TimeDistributed<L, TIME>
where
    L: Layer<Input = X, Output = Y>,
{
    type Input = X::Steps;
    type Output = Y::Steps;
    type Activation = linear;

    const FILLS_PADDING: bool = true;
    const SAMPLEWISE: bool = L::SAMPLEWISE;
    const MULTIPLY_ADDS: usize = TIME * L::MULTIPLY_ADDS;
    const MASK: Mask = Mask::Kept;
    const PARTS: &'static [Part] = &[Part::of::<L>(L::NAME)];

    /// All steps of the input, and its gradient; of the output; and what the layer works with. With a single sample,
    /// steps are padded to whole vectors.
    const SAVED: usize = {
        assert!(L::SAMPLEWISE, "a layer that looks at all samples together cannot take steps for samples");
        TIME.next_multiple_of(crate::layout::LANE_WIDTH) * (2 * X::LEN + Y::LEN + linked::<L>())
    };

    fn check(&self) -> Result<()> {
        if Layer::activity_regularizer(&self.layer).is_some() {
            return Err(Error::InnerActivity { outer: "TimeDistributed" });
        }
        Layer::check(&self.layer)
    }

    fn visit(&self, see: &mut dyn FnMut(&dyn AnyLayer)) {
        see(&self.layer);
    }

    fn forward<T: Scalar>(&self, mut call: Forward<'_, T, Self>) {
        let (stride, all) = (call.input.lanes().stride(), Self::lanes(call.input.lanes()));
        let padded = all.stride();
        let (input, rest) = call.saved.split_at_mut(X::LEN * padded);
        let (_, rest) = rest.split_at_mut(X::LEN * padded);
        let (output, rest) = rest.split_at_mut(Y::LEN * padded);
        gather(call.input.values(), X::LEN, stride, input, padded);
        let memory = &mut rest[..linked::<L>() * padded];
        let inner = Forward::<T, L>::new(
            call.variables,
            Batch::new(input, all),
            BatchMut::new(output, all),
            memory,
            call.pass,
            call.penalty,
        );
        let (_, _, values) = through_inside(&self.layer, inner);
        scatter(values.values(), Y::LEN, stride, call.output.values(), padded);
    }

    fn backward<T: Scalar>(&self, call: Backward<'_, T, Self>) {
        let (stride, all) = (call.input.lanes().stride(), Self::lanes(call.input.lanes()));
        let padded = all.stride();
        let (input, rest) = call.saved.split_at_mut(X::LEN * padded);
        let (gradient, rest) = rest.split_at_mut(X::LEN * padded);
        let (delta, rest) = rest.split_at_mut(Y::LEN * padded);
        gather(call.delta.values(), Y::LEN, stride, delta, padded);
        let mut arrived = BatchMut::<T, Y>::new(delta, all);
        arrived.clear_padding();
        let memory = &mut rest[..linked::<L>() * padded];
        let needs_gradient = call.input_gradient.is_some();
        let mut inner = Backward::<T, L>::new(
            call.variables,
            Batch::new(input, all),
            memory,
            arrived.into_batch(),
            call.gradients,
            needs_gradient.then(|| BatchMut::new(&mut *gradient, all)),
            call.pass,
        );
        inner.scratch = call.scratch;
        back_inside(&self.layer, inner, |delta, mut gradient| {
            gradient.values().copy_from_slice(delta.values());
        });
        if let Some(mut input_gradient) = call.input_gradient {
            scatter(gradient, X::LEN, stride, input_gradient.values(), padded);
        }
    }
}
