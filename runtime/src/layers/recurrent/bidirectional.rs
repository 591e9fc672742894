use core::marker::PhantomData;

use super::stream::Recurrent;
use crate::activations::linear;
use crate::error::{Error, Result};
use crate::layer::{AnyLayer, Backward, Forward, Layer, Mask, Part};
use crate::layers::Types;
use crate::layout::Lanes;
use crate::tensor::{Batch, BatchMut, Flow, Scalar, Shape, last_axis};

/// A recurrent layer, and the same one from the other end of the sequence, side by side.
///
/// | | |
/// |---|---|
/// | in `model!` | `Bidirectional<LSTM<UNITS>>`, with the inner layer written as it is in a model |
/// | input | that of the layer |
/// | output | that of both, one behind the other on the last axis with [`Concat`]; their sum, product or mean with [`Sum`], [`Mul`] or [`Ave`]. With [`Sequences`](crate::layers::Sequences), those of the same step |
/// | variables | those of the layer, as `forward_lstm/…`, then of the other, as `backward_lstm/…` |
/// | type arguments | [`Concat`], [`Sum`], [`Mul`] or [`Ave`] (default `Concat`) |
///
/// Behind a mask, both keep their states at masked steps. With `Sequences` their outputs are 0 there, as in Keras: of
/// the step before, each of the two would know another part of the sequence.
///
/// The gradient goes back through both; those of the input are added. Written in full, it names the layer and the shape
/// that comes out: `Bidirectional<LSTM<Sequence<10, 3>, 4>, Features<8>>`.
///
/// ```
/// use plywood::prelude::*;
///
/// model! { struct Net { Input<10, 3>, Bidirectional<GRU<4, Sequences>, Sum>, Bidirectional<LSTM<4>>, Dense<1> } }
/// ```
///
/// Source: M. Schuster, K. K. Paliwal, "Bidirectional recurrent neural networks", 1997.
#[derive(Clone, Debug)]
pub struct Bidirectional<L, Y, M = Concat> {
    forward: L,
    backward: L,
    types: Types<(Y, M)>,
}

impl<L: Recurrent, Y, M> Bidirectional<L, Y, M> {
    /// This layer, and the same from the other end.
    pub fn new(layer: L) -> Self {
        let layer = layer.zero_output_for_mask();
        Self { forward: layer.clone(), backward: layer.backwards(), types: PhantomData }
    }
}

/// How two outputs become one.
pub trait Merge: Clone + Send + Sync + 'static + sealed::Sealed {
    /// Which of the ways this is.
    #[doc(hidden)]
    const WAY: Way;
}

/// One behind the other.
#[derive(Clone, Copy, Debug)]
pub enum Concat {}

/// Their sum.
#[derive(Clone, Copy, Debug)]
pub enum Sum {}

/// Their product, value by value.
#[derive(Clone, Copy, Debug)]
pub enum Mul {}

/// Their mean.
#[derive(Clone, Copy, Debug)]
pub enum Ave {}

/// The ways to merge.
#[doc(hidden)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    Concat,
    Sum,
    Mul,
    Ave,
}

impl Merge for Concat {
    const WAY: Way = Way::Concat;
}

impl Merge for Sum {
    const WAY: Way = Way::Sum;
}

impl Merge for Mul {
    const WAY: Way = Way::Mul;
}

impl Merge for Ave {
    const WAY: Way = Way::Ave;
}

impl<L: Recurrent<Input = X, Output = Own>, X: Shape, Own: Shape, Y: Shape, M: Merge> Bidirectional<L, Y, M> {
    /// The number of units of one of the two.
    const UNITS: usize = {
        let (units, width) = (last_axis::<Own>(), last_axis::<Y>());
        let expected = if matches!(M::WAY, Way::Concat) { 2 * units } else { units };
        assert!(width == expected, "the shape that comes out is another one");
        assert!(Y::LEN / width == Own::LEN / units, "the shape that comes out is another one");
        units
    };

    /// The two places that belong together: where the first one says what it says of a step, and where the other one
    /// does.
    fn pairs(stride: usize) -> impl Iterator<Item = (usize, usize)> {
        let row = const { Self::UNITS } * stride;
        let steps = Own::LEN / const { Self::UNITS };
        (0..steps).map(move |step| (step * row, (steps - 1 - step) * row))
    }

    fn merge<T: Scalar>(first: &[T], second: &[T], output: &mut [T], stride: usize) {
        let row = const { Self::UNITS } * stride;
        let width = last_axis::<Y>() * stride;
        for ((a, b), output) in Self::pairs(stride).zip(output.chunks_exact_mut(width)) {
            let (a, b) = (&first[a..a + row], &second[b..b + row]);
            let half = T::of(0.5);
            match M::WAY {
                Way::Concat => {
                    output[..row].copy_from_slice(a);
                    output[row..].copy_from_slice(b);
                }
                Way::Sum => output.iter_mut().zip(a).zip(b).for_each(|((y, &a), &b)| *y = a + b),
                Way::Mul => output.iter_mut().zip(a).zip(b).for_each(|((y, &a), &b)| *y = a * b),
                Way::Ave => output.iter_mut().zip(a).zip(b).for_each(|((y, &a), &b)| *y = half * (a + b)),
            }
        }
    }

    /// Puts the gradients with respect to both outputs in their places.
    fn part<T: Scalar>(first: &mut [T], second: &mut [T], delta: &[T], stride: usize) {
        let row = const { Self::UNITS } * stride;
        let width = last_axis::<Y>() * stride;
        for ((a, b), delta) in Self::pairs(stride).zip(delta.chunks_exact(width)) {
            let (a, b) = (&mut first[a..a + row], &mut second[b..b + row]);
            let half = T::of(0.5);
            match M::WAY {
                Way::Concat => {
                    a.copy_from_slice(&delta[..row]);
                    b.copy_from_slice(&delta[row..]);
                }
                Way::Sum => {
                    a.copy_from_slice(delta);
                    b.copy_from_slice(delta);
                }
                Way::Mul => {
                    for ((a, b), &delta) in a.iter_mut().zip(b).zip(delta) {
                        (*a, *b) = (delta * *b, delta * *a);
                    }
                }
                Way::Ave => {
                    a.iter_mut().zip(delta).for_each(|(a, &delta)| *a = half * delta);
                    b.iter_mut().zip(delta).for_each(|(b, &delta)| *b = half * delta);
                }
            }
        }
    }
}

/// Working memory, cut up: that of each layer with its output, and room for a gradient of the input.
struct Memory<'a, T> {
    first: (&'a mut [T], &'a mut [T]),
    second: (&'a mut [T], &'a mut [T]),
    input_gradient: &'a mut [T],
}

impl<'a, T: Scalar> Memory<'a, T> {
    fn new<L: Recurrent>(saved: &'a mut [T], lanes: Lanes) -> Self {
        let stride = lanes.stride();
        let (first, rest) = saved.split_at_mut((L::SAVED + L::Output::VALUES) * stride);
        let (second, input_gradient) = rest.split_at_mut((L::SAVED + L::Output::VALUES) * stride);
        let (first, second) = (first.split_at_mut(L::SAVED * stride), second.split_at_mut(L::SAVED * stride));
        Self { first, second, input_gradient }
    }
}

impl<L, X: Shape, Own: Shape, Y: Shape, M: Merge> Layer for Bidirectional<L, Y, M>
where
    L: Recurrent<Input = X, Output = Own, Activation = linear>,
{
    type Input = X;
    type Output = Y;
    type Activation = linear;

    const FILLS_PADDING: bool = true;
    const SAMPLEWISE: bool = true;
    const MASK: Mask = L::MASK;
    const PARTS: &'static [Part] = &[Part::of::<L>(L::NAMES[0]), Part::of::<L>(L::NAMES[1])];
    const SAVED: usize = 2 * (L::SAVED + Own::LEN) + X::LEN;

    fn check(&self) -> Result<()> {
        if Layer::activity_regularizer(&self.forward).is_some() {
            return Err(Error::InnerActivity { outer: "Bidirectional" });
        }
        Layer::check(&self.forward)
    }

    fn visit(&self, see: &mut dyn FnMut(&dyn AnyLayer)) {
        see(&self.forward);
        see(&self.backward);
    }

    fn forward<T: Scalar>(&self, mut call: Forward<'_, T, Self>) {
        let lanes = call.input.lanes();
        let Memory { first, second, .. } = Memory::new::<L>(call.saved, lanes);
        let (own, others) = call.variables.split_at(call.variables.len() / 2);
        let layers = [(&self.forward, own, first), (&self.backward, others, second)];
        let [first, second] = layers.map(|(layer, variables, (saved, output))| {
            let written = BatchMut::new(&mut *output, lanes);
            let pass = call.pass.layer(usize::from(core::ptr::eq(layer, &self.backward)));
            let mut inner = Forward::new(variables, call.input, written, saved, pass, call.penalty);
            inner.mask = call.mask;
            layer.forward(inner);
            output
        });
        Self::merge(first, second, call.output.values(), lanes.stride());
    }

    fn backward<T: Scalar>(&self, call: Backward<'_, T, Self>) {
        let lanes = call.input.lanes();
        let Memory { first, second, input_gradient: other_gradient } = Memory::new::<L>(call.saved, lanes);
        Self::part(first.1, second.1, call.delta.values(), lanes.stride());
        let (own, others) = call.variables.split_at(call.variables.len() / 2);
        let (own_gradients, other_gradients) = call.gradients.split_at_mut(own.len());
        let mut input_gradient = call.input_gradient;
        let delta = Batch::new(&*first.1, lanes);
        let gradient = input_gradient.as_mut().map(BatchMut::reborrow);
        let mut inner =
            Backward::new(own, call.input, first.0, delta, own_gradients, gradient, call.pass.layer(0));
        inner.mask = call.mask;
        self.forward.backward(inner);
        let delta = Batch::new(&*second.1, lanes);
        let gradient = input_gradient.is_some().then(|| BatchMut::new(&mut *other_gradient, lanes));
        let mut inner =
            Backward::new(others, call.input, second.0, delta, other_gradients, gradient, call.pass.layer(1));
        inner.mask = call.mask;
        self.backward.backward(inner);
        if let Some(mut gradient) = input_gradient {
            gradient.values().iter_mut().zip(&*other_gradient).for_each(|(sum, &more)| *sum += more);
        }
    }
}

mod sealed {
    pub trait Sealed {}
    impl Sealed for super::Concat {}
    impl Sealed for super::Sum {}
    impl Sealed for super::Mul {}
    impl Sealed for super::Ave {}
}
