//! What the code that `model!` writes is made of: layers linked into a chain.
//!
//! A [`Chain`] walks along a network's variables and working memory and cuts off, layer by layer, the piece
//! that belongs to each: a [`Link`] for every layer but the last, whose result goes to where the caller wants
//! it ([`Last`]). The pieces are found by walking in the same order in `forward` and `backward`.

use crate::activations::{ActivationFn, Derivative};
use crate::batch::Lanes;
use crate::layer::{Backward, Forward, Part, Pass, parameters};
use crate::rng::Streams;
use crate::{Batch, BatchMut, Layer, Scalar, Shape};

/// Says that samples of this shape can go into what takes `Next`: only equal shapes can.
#[diagnostic::on_unimplemented(
    message = "this layer takes `{Next}`, but the layer before it gives `{Self}`",
    label = "takes `{Next}`, gets `{Self}`",
    note = "the sizes of neighbouring layers have to meet; `_` as the first size of `Dense` takes what comes"
)]
pub trait Feeds<Next> {}

impl<S: Shape> Feeds<S> for S {}

/// Compiles only if samples of shape `Before` can go into what takes `Next`.
pub const fn connect<Before: Feeds<Next>, Next>() {}

/// The number of values, per lane, of working memory that a layer needs inside a network: its output, the
/// gradient of that, what it saves, and what its activation saves.
pub(crate) const fn link_memory<L: Layer>() -> usize {
    2 * L::Output::LEN + L::SAVED + saved_by_activation::<L>()
}

/// The number of values, per lane, of working memory that a network of these layers needs: the caller has the
/// last one's output.
pub const fn memory(parts: &[Part]) -> usize {
    let mut sum = 0;
    let mut index = 0;
    while index < parts.len() {
        sum += if index + 1 < parts.len() { parts[index].linked } else { parts[index].saved };
        index += 1;
    }
    sum
}

const fn saved_by_activation<L: Layer>() -> usize {
    match L::Activation::DERIVATIVE {
        Derivative::FromInput => L::Output::LEN,
        Derivative::FromOutput => 0,
    }
}

/// Cuts a network's variables, gradients and working memory into those of its layers.
#[derive(Debug)]
pub struct Chain<'a, T> {
    variables: &'a [T],
    gradients: &'a mut [T],
    memory: &'a mut [T],
    lanes: Lanes,
    pass: Pass,
    index: usize,
}

impl<'a, T: Scalar> Chain<'a, T> {
    /// A walk forwards through the network `L`, with the network's input, and where its result goes.
    #[expect(clippy::type_complexity, reason = "the pieces of the call, with the types that they have there")]
    pub fn forward<L: Layer>(
        call: Forward<'a, T, L>,
    ) -> (Self, Batch<'a, T, L::Input>, BatchMut<'a, T, L::Output>) {
        let Forward { variables, input, output, saved, pass } = call;
        let chain =
            Self { variables, gradients: &mut [], memory: saved, lanes: input.lanes(), pass, index: 0 };
        (chain, input, output)
    }

    /// A walk for going backwards through the network `L`, with the network's input, the gradient of its
    /// result, and where that of its input goes.
    #[expect(clippy::type_complexity, reason = "the pieces of the call, with the types that they have there")]
    pub fn backward<L: Layer>(
        call: Backward<'a, T, L>,
    ) -> (Self, Batch<'a, T, L::Input>, Batch<'a, T, L::Output>, Option<BatchMut<'a, T, L::Input>>) {
        let Backward { variables, input, saved, delta, gradients, input_gradient, pass } = call;
        let chain = Self { variables, gradients, memory: saved, lanes: input.lanes(), pass, index: 0 };
        (chain, input, delta, input_gradient)
    }

    /// The next layer's pieces.
    #[inline]
    pub fn link<L: Layer>(&mut self, layer: &'a L) -> Link<'a, T, L> {
        let stride = self.lanes.stride();
        let output = self.cut_memory(L::Output::LEN * stride);
        let gradient = self.cut_memory(L::Output::LEN * stride);
        let preactivations = self.cut_memory(saved_by_activation::<L>() * stride);
        Link {
            output: BatchMut::new(output, self.lanes),
            gradient: BatchMut::new(gradient, self.lanes),
            preactivations,
            last: self.last(layer),
        }
    }

    /// The pieces of the last layer.
    #[inline]
    pub fn last<L: Layer>(&mut self, layer: &'a L) -> Last<'a, T, L> {
        let count = parameters::<L>();
        let (variables, rest) = self.variables.split_at(count);
        self.variables = rest;
        let gradients = core::mem::take(&mut self.gradients);
        let (gradients, rest) = gradients.split_at_mut(count.min(gradients.len()));
        self.gradients = rest;
        let saved = self.cut_memory(L::SAVED * self.lanes.stride());
        let pass = self.pass.layer(self.index);
        self.index += 1;
        Last { layer, variables, gradients, saved, pass }
    }

    fn cut_memory(&mut self, len: usize) -> &'a mut [T] {
        let (piece, rest) = core::mem::take(&mut self.memory).split_at_mut(len);
        self.memory = rest;
        piece
    }
}

/// The last layer of a network with its pieces; where its result goes, and where its gradient comes from, is
/// the caller's.
#[derive(Debug)]
pub struct Last<'a, T, L> {
    layer: &'a L,
    variables: &'a [T],
    gradients: &'a mut [T],
    saved: &'a mut [T],
    pass: Pass,
}

impl<T: Scalar, L: Layer> Last<'_, T, L> {
    /// Writes the layer's result, before its activation, to `output`.
    #[inline]
    pub fn forward<S: Shape>(&mut self, input: Batch<'_, T, S>, output: BatchMut<'_, T, L::Output>) {
        self.layer.forward(Forward::new(self.variables, retyped(input), output, self.saved, self.pass));
    }

    /// Goes back from `delta` to the layer's variables and to the gradient of the layer `before`.
    #[inline]
    pub fn backward<P: Layer>(&mut self, before: &mut Link<'_, T, P>, delta: Batch<'_, T, L::Output>) {
        self.backward_first(before.output.as_batch(), delta, Some(before.gradient.reborrow()));
    }

    /// Goes back from `delta` to the layer's variables, and to the network's input if that is asked for.
    #[inline]
    pub fn backward_first<S: Shape>(
        &mut self,
        input: Batch<'_, T, S>,
        delta: Batch<'_, T, L::Output>,
        input_gradient: Option<BatchMut<'_, T, S>>,
    ) {
        let Self { layer, variables, gradients, saved, pass } = self;
        let (input, input_gradient) = (retyped(input), input_gradient.map(retyped_mut));
        layer.backward(Backward::new(variables, input, saved, delta, gradients, input_gradient, *pass));
    }
}

/// A layer with its pieces, its output and the gradient of that.
#[derive(Debug)]
pub struct Link<'a, T, L: Layer> {
    output: BatchMut<'a, T, L::Output>,
    gradient: BatchMut<'a, T, L::Output>,
    preactivations: &'a mut [T],
    last: Last<'a, T, L>,
}

impl<T: Scalar, L: Layer> Link<'_, T, L> {
    /// Computes the layer's output, its activation included.
    #[inline]
    pub fn forward<S: Shape>(&mut self, input: Batch<'_, T, S>) {
        self.last.forward(input, self.output.reborrow());
        if matches!(L::Activation::DERIVATIVE, Derivative::FromInput) {
            self.preactivations.copy_from_slice(self.output.values());
        }
        self.last.layer.activation().forward(self.output.reborrow());
    }

    /// What [`forward`](Self::forward) computed.
    #[inline]
    pub const fn output(&self) -> Batch<'_, T, L::Output> {
        self.output.as_batch()
    }

    /// Goes back from the gradient of the output to the layer's variables and to the gradient of the layer
    /// `before`.
    #[inline]
    pub fn backward<P: Layer>(&mut self, before: &mut Link<'_, T, P>) {
        self.backward_activation();
        self.last.backward(before, self.gradient.as_batch());
    }

    /// Goes back to the layer's variables, and to the network's input if that is asked for.
    #[inline]
    pub fn backward_first<S: Shape>(
        &mut self,
        input: Batch<'_, T, S>,
        input_gradient: Option<BatchMut<'_, T, S>>,
    ) {
        self.backward_activation();
        self.last.backward_first(input, self.gradient.as_batch(), input_gradient);
    }

    /// From the gradient of the output to that of the result before the activation. The layer behind this one
    /// may have left anything in the padding lanes.
    fn backward_activation(&mut self) {
        self.gradient.clear_padding();
        let known = match L::Activation::DERIVATIVE {
            Derivative::FromInput => Batch::new(self.preactivations, self.output.lanes()),
            Derivative::FromOutput => self.output.as_batch(),
        };
        self.last.layer.activation().backward(known, self.gradient.reborrow());
    }
}

/// The same values as samples of the shape that the next layer takes. The two are equal: [`connect`] has
/// checked it, once and with a better message than a mismatch here would give.
fn retyped<'a, T: Scalar, Before: Shape, Next: Shape>(batch: Batch<'a, T, Before>) -> Batch<'a, T, Next> {
    Batch::new(batch.values(), batch.lanes())
}

fn retyped_mut<'a, T: Scalar, Before: Shape, Next: Shape>(
    batch: BatchMut<'a, T, Before>,
) -> BatchMut<'a, T, Next> {
    let lanes = batch.lanes();
    BatchMut::new(batch.into_values(), lanes)
}

/// Gives the variables of a network's layers their first values, layer by layer.
#[derive(Debug)]
pub struct Initialize<'a, T> {
    variables: &'a mut [T],
    streams: Streams,
    index: usize,
}

impl<'a, T: Scalar> Initialize<'a, T> {
    /// Starts at the first layer.
    pub const fn new(variables: &'a mut [T], streams: Streams) -> Self {
        Self { variables, streams, index: 0 }
    }

    /// Initializes the next layer.
    pub fn layer<L: Layer>(&mut self, layer: &L) {
        let (variables, rest) = core::mem::take(&mut self.variables).split_at_mut(parameters::<L>());
        layer.initialize(variables, self.streams.layer(self.index));
        self.variables = rest;
        self.index += 1;
    }
}
