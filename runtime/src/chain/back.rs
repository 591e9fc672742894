use core::mem::take;

use super::linked::{Linked, retyped, retyped_mut};
use super::{activity, masks};
use crate::activations::{ActivationFn, Derivative, apply_back};
use crate::layer::{Backward, Layer, Part, Pass, linked, parameters};
use crate::layout::Lanes;
use crate::tensor::{Batch, BatchMut, Scalar, Shape};

/// A walk back through a network, from the gradient of its output to that of its input.
#[derive(Debug)]
pub struct Back<'a, T> {
    variables: &'a [T],
    gradients: &'a mut [T],
    memory: &'a mut [T],
    lanes: Lanes,
    pass: Pass,
    /// The number of layers that are still to come.
    left: usize,
    /// All layers.
    parts: &'static [Part],
    /// The mask of what flows into the network.
    mask: Option<&'a [T]>,
    /// Those that its layers make.
    masks: &'a [T],
}

impl<'a, T: Scalar> Back<'a, T> {
    /// A walk back through the network `L`, with the network's input, the gradient of its result, and where that
    /// of its input goes.
    #[expect(clippy::type_complexity, reason = "the pieces of the call, with the types that they have there")]
    #[inline(always)]
    pub fn new<L: Layer>(
        call: Backward<'a, T, L>,
    ) -> (Self, Batch<'a, T, L::Input>, Batch<'a, T, L::Output>, Option<BatchMut<'a, T, L::Input>>) {
        let masks = const { masks::memory(L::PARTS) } * call.input.lanes().stride();
        Self::with_masks(call, L::PARTS, masks)
    }

    /// The same for a network of these layers, which make masks of so many values.
    #[expect(clippy::type_complexity, reason = "the pieces of the call, with the types that they have there")]
    #[inline(always)]
    fn with_masks<L: Layer>(
        call: Backward<'a, T, L>,
        parts: &'static [Part],
        masks: usize,
    ) -> (Self, Batch<'a, T, L::Input>, Batch<'a, T, L::Output>, Option<BatchMut<'a, T, L::Input>>) {
        let Backward { variables, input, saved, delta, gradients, input_gradient, pass, mask } = call;
        let (masks, memory) = saved.split_at_mut(masks);
        let (lanes, left) = (input.lanes(), parts.len());
        let chain = Self { variables, gradients, memory, lanes, pass, left, parts, mask, masks };
        (chain, input, delta, input_gradient)
    }

    /// The last layer, at which `delta` has arrived.
    #[inline(always)]
    pub fn last<L: Layer>(&mut self, layer: &'a L, delta: Batch<'a, T, L::Output>) -> Behind<'a, T, L> {
        let saved = self.cut_memory(L::SAVED);
        self.behind(layer, saved, delta)
    }

    /// Goes back through the layer `behind` and the activation before it, to `layer`.
    #[inline(always)]
    pub fn layer<N: Layer, L: Layer>(&mut self, behind: Behind<'a, T, N>, layer: &'a L) -> Behind<'a, T, L> {
        self.arrive(
            layer,
            #[inline(always)]
            |output, gradient| behind.backward(output, Some(gradient)),
        )
    }

    /// Arrives at `layer` with what `fill` makes of its output: the gradient with respect to that.
    #[inline(always)]
    fn arrive<L: Layer>(
        &mut self,
        layer: &'a L,
        fill: impl FnOnce(Batch<'_, T, L::Output>, BatchMut<'_, T, L::Output>),
    ) -> Behind<'a, T, L> {
        let memory = self.cut_memory(const { linked::<L>() });
        let Linked { output, mut gradient, preactivations, saved } = Linked::<T, L>::new(memory, self.lanes);
        let output = output.into_batch();
        fill(output, gradient.reborrow());
        // The layer behind may have left anything in the padding lanes.
        gradient.clear_padding_inline(self.pass.instructions());
        if let Some(regularizer) = layer.activity_regularizer() {
            let samples = self.pass.samples(self.lanes);
            activity::add_gradient(regularizer, output.values(), gradient.values(), self.lanes, samples);
        }
        let known = match L::Activation::DERIVATIVE {
            Derivative::FromInput => Batch::new(preactivations, self.lanes),
            Derivative::FromOutput => output,
        };
        apply_back(layer.activation(), known, gradient.reborrow(), self.pass.instructions());
        self.behind(layer, saved, gradient.into_batch())
    }

    #[inline(always)]
    fn behind<L: Layer>(
        &mut self,
        layer: &'a L,
        saved: &'a mut [T],
        delta: Batch<'a, T, L::Output>,
    ) -> Behind<'a, T, L> {
        let rest = self.variables.len() - const { parameters::<L>() };
        let (variables, gradients);
        (self.variables, variables) = self.variables.split_at(rest);
        (self.gradients, gradients) = take(&mut self.gradients).split_at_mut(rest);
        self.left -= 1;
        let is_masked = self.mask.is_some() || !self.masks.is_empty();
        let mask = is_masked
            .then(|| masks::before(self.parts, self.left, self.lanes.stride(), self.mask, self.masks));
        let mask = mask.flatten();
        Behind { layer, variables, gradients, saved, delta, pass: self.pass.layer(self.left), mask }
    }

    /// The last piece of memory, `len` values per lane.
    #[inline(always)]
    fn cut_memory(&mut self, len: usize) -> &'a mut [T] {
        let rest = self.memory.len() - len * self.lanes.stride();
        let (rest, piece) = take(&mut self.memory).split_at_mut(rest);
        self.memory = rest;
        piece
    }
}

/// The gradients at both ends of a layer: with respect to its output, and to its input if that is asked for.
type Ends<'a, T, W> = (Batch<'a, T, <W as Layer>::Output>, Option<BatchMut<'a, T, <W as Layer>::Input>>);

/// Takes the gradient back through a layer inside of another one, `W`, which is all that it is made of; `fill` says
/// what the gradient with respect to the inner layer's output is.
pub(crate) fn back_inside<'a, T: Scalar, W: Layer, L: Layer<Input = W::Input>>(
    layer: &'a L,
    call: Backward<'a, T, W>,
    fill: impl FnOnce(Batch<'_, T, W::Output>, BatchMut<'_, T, L::Output>),
) -> Ends<'a, T, W> {
    let parts = const { &[Part::of::<L>("layer")] };
    let (mut chain, input, delta, mut input_gradient) = Back::with_masks(call, parts, 0);
    let behind = chain.arrive(layer, |_, gradient| fill(delta, gradient));
    behind.backward(input, input_gradient.as_mut().map(BatchMut::reborrow));
    (delta, input_gradient)
}

/// A layer at which the gradient has arrived: it still has to go through.
#[derive(Debug)]
pub struct Behind<'a, T, L: Layer> {
    layer: &'a L,
    variables: &'a [T],
    gradients: &'a mut [T],
    saved: &'a mut [T],
    delta: Batch<'a, T, L::Output>,
    pass: Pass,
    mask: Option<&'a [T]>,
}

impl<T: Scalar, L: Layer> Behind<'_, T, L> {
    /// Goes back through the layer, to its variables, and to its input if that is asked for.
    #[inline(always)]
    pub fn backward<S: Shape>(self, input: Batch<'_, T, S>, input_gradient: Option<BatchMut<'_, T, S>>) {
        let Self { layer, variables, gradients, saved, delta, pass, mask } = self;
        let (input, input_gradient) = (retyped(input), input_gradient.map(retyped_mut));
        let call = Backward::new(variables, input, saved, delta, gradients, input_gradient, pass);
        layer.backward(Backward { mask, ..call });
    }
}
