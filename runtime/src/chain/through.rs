use super::linked::{Linked, retyped};
use super::{activity, masks};
use crate::activations::{ActivationFn, Derivative, apply};
use crate::layer::{Forward, Layer, Mask, Pass, linked, parameters};
use crate::tensor::{Batch, BatchMut, Scalar, Shape};

/// A walk through a network, from its input to its output.
#[derive(Debug)]
pub struct Through<'a, T> {
    variables: &'a [T],
    memory: &'a mut [T],
    pass: Pass,
    penalty: &'a mut f64,
    index: usize,
    /// The mask of what flows into the next layer.
    mask: Option<&'a [T]>,
    /// Room for those that layers make.
    masks: &'a mut [T],
    /// Where that of the network's output goes, if its layers make one.
    made_mask: Option<&'a mut [T]>,
}

impl<'a, T: Scalar> Through<'a, T> {
    /// A walk through the network `L`, with the network's input, and where its result goes.
    #[expect(clippy::type_complexity, reason = "the pieces of the call, with the types that they have there")]
    #[inline(always)]
    pub fn new<L: Layer>(
        call: Forward<'a, T, L>,
    ) -> (Self, Batch<'a, T, L::Input>, BatchMut<'a, T, L::Output>) {
        let masks = const { masks::memory(L::PARTS) } * call.input.lanes().stride();
        Self::with_masks(call, masks)
    }

    /// The same for a network whose layers make masks of so many values.
    #[expect(clippy::type_complexity, reason = "the pieces of the call, with the types that they have there")]
    #[inline(always)]
    fn with_masks<L: Layer>(
        call: Forward<'a, T, L>,
        masks: usize,
    ) -> (Self, Batch<'a, T, L::Input>, BatchMut<'a, T, L::Output>) {
        let Forward { variables, input, output, saved, pass, penalty, mask, made_mask } = call;
        let (masks, memory) = saved.split_at_mut(masks);
        (Self { variables, memory, pass, penalty, index: 0, mask, masks, made_mask }, input, output)
    }

    /// What the next layer makes of `input`, its activation included.
    #[inline(always)]
    pub fn layer<L: Layer, S: Shape>(
        &mut self,
        layer: &L,
        input: Batch<'_, T, S>,
    ) -> Batch<'a, T, L::Output> {
        let lanes = input.lanes();
        let (memory, rest) =
            core::mem::take(&mut self.memory).split_at_mut(const { linked::<L>() } * lanes.stride());
        self.memory = rest;
        let mut linked = Linked::<T, L>::new(memory, lanes);
        self.call(layer, input, linked.output.reborrow(), linked.saved);
        if matches!(L::Activation::DERIVATIVE, Derivative::FromInput) {
            linked.preactivations.copy_from_slice(linked.output.values());
        }
        apply(layer.activation(), linked.output.reborrow(), self.pass.instructions());
        if let Some(regularizer) = layer.activity_regularizer() {
            *self.penalty +=
                activity::penalty(regularizer, linked.output.values(), lanes, self.pass.samples(lanes));
        }
        linked.output.into_batch()
    }

    /// Writes what the last layer makes of `input`, before its activation, to `output`.
    #[inline(always)]
    pub fn last<L: Layer, S: Shape>(
        mut self,
        layer: &L,
        input: Batch<'_, T, S>,
        output: BatchMut<'_, T, L::Output>,
    ) {
        let saved = core::mem::take(&mut self.memory);
        self.call(layer, input, output, saved);
        if let (Some(made), Some(mask)) = (self.made_mask, self.mask) {
            made.copy_from_slice(mask);
        }
    }

    #[inline(always)]
    fn call<L: Layer, S: Shape>(
        &mut self,
        layer: &L,
        input: Batch<'_, T, S>,
        mut output: BatchMut<'_, T, L::Output>,
        saved: &mut [T],
    ) {
        let (variables, rest) = self.variables.split_at(const { parameters::<L>() });
        let pass = self.pass.layer(self.index);
        let lanes = input.lanes();
        let mut call = Forward::new(variables, retyped(input), output.reborrow(), saved, pass, self.penalty);
        call.mask = self.mask;
        if matches!(L::MASK, Mask::Made) && !self.masks.is_empty() {
            let (made, rest) =
                core::mem::take(&mut self.masks).split_at_mut(L::Output::AXES[0] * lanes.stride());
            call.made_mask = Some(&mut *made);
            layer.forward(call);
            (self.mask, self.masks) = (Some(&*made), rest);
        } else {
            layer.forward(call);
            self.mask = self.mask.filter(|_| matches!(L::MASK, Mask::Kept));
        }
        if const { !L::FILLS_PADDING } {
            output.fill_padding();
        }
        self.variables = rest;
        self.index += 1;
    }
}

/// What a layer inside of another one, `W`, which is all that it is made of, makes of the input: with the input, and
/// where the outer layer's output goes. A mask that it makes ends there, see [`joined`](crate::layer::joined).
#[expect(clippy::type_complexity, reason = "the pieces of the call, with the types that they have there")]
pub(crate) fn through_inside<'a, T: Scalar, W: Layer, L: Layer<Input = W::Input>>(
    layer: &L,
    call: Forward<'a, T, W>,
) -> (Batch<'a, T, W::Input>, BatchMut<'a, T, W::Output>, Batch<'a, T, L::Output>) {
    let (mut chain, input, output) = Through::with_masks(call, 0);
    let values = chain.layer(layer, input);
    (input, output, values)
}
