use core::iter::once;
use core::marker::PhantomData;
use core::mem::take;

use super::activity;
use super::kept::{Room, after};
use super::value::{Output, Value};
use crate::activations::Activations;
use crate::layer::{Forward, Layer, Mask, Pass, kept, makes_masks, mask_room, offset, parameters};
use crate::layout::Lanes;
use crate::tensor::{Flow, Scalar};

/// A walk through a network `N`, from its input to its output.
///
/// Its layers are called one after the other, each with what flows into it, and by its number among the
/// [parts](Layer::PARTS). What they keep lies one behind the other, in the order of the calls.
pub struct Through<'a, T: Scalar, N> {
    variables: &'a [T],
    memory: &'a mut [T],
    lanes: Lanes,
    pass: Pass,
    penalty: &'a mut f64,
    /// Where the masks of the network's outputs go, if its layers make one.
    made_mask: Option<&'a mut [T]>,
    network: PhantomData<N>,
}

/// Where a network's output goes.
type Target<'a, T, N> = <<N as Layer>::Output as Flow>::BatchMut<'a, T>;

impl<'a, T: Scalar, N: Layer> Through<'a, T, N> {
    /// A walk through the network, with the network's input, and where its result goes.
    #[inline(always)]
    pub fn new(call: Forward<'a, T, N>) -> (Self, Value<'a, T, N::Input>, Target<'a, T, N>) {
        let Forward { variables, input, output, saved, pass, penalty, mask, made_mask } = call;
        let (lanes, network) = (N::Input::lanes(&input), PhantomData);
        let walk = Self { variables, memory: saved, lanes, pass, penalty, made_mask, network };
        (walk, Value { batch: input, mask }, output)
    }

    /// What layer number `PART`, which is `layer`, makes of `input`, its activation included. `STREAM` says which random
    /// numbers it gets: those of its number, or others where it is called once more.
    #[inline(always)]
    pub fn layer<const PART: usize, const STREAM: usize, L: Layer, S: Flow>(
        &mut self,
        layer: &L,
        input: Value<'a, T, S>,
    ) -> Output<'a, T, L> {
        let room = Room::new::<L>(self.cut(const { kept::<L>() }), self.lanes);
        self.call::<PART, STREAM, L, S>(
            layer,
            input,
            L::Output::cut_mut(room.output, self.lanes),
            room.saved,
            room.mask,
        );
        let (lanes, samples) = (self.lanes, self.pass.samples(self.lanes));
        let value = self.activated::<L, S>(layer, input, room);
        for (index, outputs) in L::Output::slices(value.batch).enumerate() {
            if let Some(regularizer) = layer.activity_regularizer_of(index) {
                *self.penalty += activity::penalty(regularizer, outputs, lanes, samples);
            }
        }
        value
    }

    /// Applies the activation of `layer` to what it has computed.
    #[inline(always)]
    fn activated<L: Layer, S: Flow>(
        &mut self,
        layer: &L,
        input: Value<'a, T, S>,
        Room { mask, output, preactivations, .. }: Room<'a, T>,
    ) -> Output<'a, T, L> {
        if const { preactivations_are_kept::<L>() } {
            preactivations.copy_from_slice(output);
        }
        let instructions = self.pass.instructions();
        layer.activation().apply(L::Output::cut_mut(output, self.lanes), instructions);
        let batch = L::Output::cut(&*output, self.lanes);
        let mask = after::<L, T, S>(input, &*mask);
        Value { batch, mask: L::Output::of_masks(once(mask)) }
    }

    /// Writes what layer number `PART`, behind which there is no other, makes of `input`, before its activation, to
    /// `output`: output number `OUTPUT` of the network.
    #[inline(always)]
    pub fn last<const PART: usize, const STREAM: usize, const OUTPUT: usize, L: Layer, S: Flow>(
        &mut self,
        layer: &L,
        input: Value<'a, T, S>,
        output: <L::Output as Flow>::BatchMut<'_, T>,
    ) {
        let memory = self.cut(const { mask_room::<L>() + L::SAVED });
        let (mask, saved) = memory.split_at_mut(const { mask_room::<L>() } * self.lanes.stride());
        self.call::<PART, STREAM, L, S>(layer, input, output, saved, mask);
        let mask = after::<L, T, S>(input, &*mask);
        self.leave::<OUTPUT>(mask);
    }

    /// The two together, where what comes out is an output of the network and flows on inside it too.
    #[inline(always)]
    pub fn layer_and_last<const PART: usize, const STREAM: usize, const OUTPUT: usize, L: Layer, S: Flow>(
        &mut self,
        layer: &L,
        input: Value<'a, T, S>,
        output: <L::Output as Flow>::BatchMut<'_, T>,
    ) -> Output<'a, T, L> {
        let room = Room::new::<L>(self.cut(const { kept::<L>() }), self.lanes);
        let written = L::Output::cut_mut(room.output, self.lanes);
        self.call::<PART, STREAM, L, S>(layer, input, written, room.saved, room.mask);
        for (to, from) in
            L::Output::slices_mut(output).zip(L::Output::slices(L::Output::cut(&*room.output, self.lanes)))
        {
            to.copy_from_slice(from);
        }
        let value = self.activated::<L, S>(layer, input, room);
        self.leave::<OUTPUT>(value.first_mask());
        value
    }

    /// Copies one of the values that `layer` gives to `output`, one of the network's outputs.
    #[inline(always)]
    pub fn give<const OUTPUT: usize, L: Layer, F: Flow>(
        &mut self,
        _: &L,
        value: Value<'a, T, F>,
        output: F::BatchMut<'_, T>,
    ) {
        const {
            assert!(
                <L::Activation as Activations<L::Output>>::IS_LINEAR,
                "one of several values of a layer that ends in an activation is an output: let it flow through a layer"
            );
        }
        for (to, from) in F::slices_mut(output).zip(F::slices(value.batch)) {
            to.copy_from_slice(from);
        }
        self.leave::<OUTPUT>(value.first_mask());
    }

    /// Hands on the mask of an output.
    #[inline(always)]
    fn leave<const OUTPUT: usize>(&mut self, mask: Option<&[T]>) {
        let Some(made) = &mut self.made_mask else { return };
        let (first, steps) = const { (steps_before(N::Output::STEPS, OUTPUT), N::Output::STEPS[OUTPUT]) };
        let made = &mut made[first * self.lanes.stride()..][..steps * self.lanes.stride()];
        match mask {
            Some(mask) => made.copy_from_slice(mask),
            None => made.fill(T::one()),
        }
    }

    #[inline(always)]
    fn call<const PART: usize, const STREAM: usize, L: Layer, S: Flow>(
        &mut self,
        layer: &L,
        input: Value<'a, T, S>,
        mut output: <L::Output as Flow>::BatchMut<'_, T>,
        saved: &mut [T],
        mask: &mut [T],
    ) {
        let start = const { offset(N::PARTS, PART) };
        let variables = &self.variables[start..start + const { parameters::<L>() }];
        let input = input.retyped::<L::Input>();
        let pass = self.pass.layer(STREAM);
        let written = L::Output::reborrow(&mut output);
        let mut call = Forward::new(variables, input.batch, written, saved, pass, self.penalty);
        call.mask = input.mask;
        if const { makes_masks::<L>() } {
            call.made_mask = Some(mask);
            layer.forward(call);
        } else {
            layer.forward(call);
            if const { matches!(L::MASK, Mask::Joined) } {
                join_masks(L::Input::masks(input.mask), mask);
            }
        }
        if const { !L::FILLS_PADDING } {
            L::Output::fill_padding(output, self.lanes);
        }
    }

    /// The next piece of memory, `len` values per lane.
    #[inline(always)]
    fn cut(&mut self, len: usize) -> &'a mut [T] {
        let (piece, rest) = take(&mut self.memory).split_at_mut(len * self.lanes.stride());
        self.memory = rest;
        piece
    }
}

/// Writes for each step whether it is not masked in at least one of these masks, if there are all of them.
#[inline(always)]
fn join_masks<'a, T: Scalar>(masks: impl Iterator<Item = Option<&'a [T]>>, joined: &mut [T]) {
    for (number, mask) in masks.enumerate() {
        let Some(mask) = mask else { return };
        if number == 0 {
            joined.copy_from_slice(mask);
        } else {
            joined
                .iter_mut()
                .zip(mask)
                .for_each(|(joined, &mask)| *joined = if mask > *joined { mask } else { *joined });
        }
    }
}

/// How many steps the outputs before this one have.
const fn steps_before(steps: &[usize], output: usize) -> usize {
    let (mut sum, mut before) = (0, 0);
    while before < output {
        sum += steps[before];
        before += 1;
    }
    sum
}

/// Whether the activation of `L` needs what it is applied to on the way back.
const fn preactivations_are_kept<L: Layer>() -> bool {
    <L::Activation as Activations<L::Output>>::KEEPS_INPUT
}

/// What a layer inside of another one, `W`, which is all that it is made of, makes of the input: with the input, and
/// where the outer layer's output goes. A mask that it makes ends there, see [`joined`](crate::layer::joined).
#[expect(clippy::type_complexity, reason = "the pieces of the call, with the types that they have there")]
pub(crate) fn through_inside<'a, T: Scalar, W: Layer, L: Layer<Input = W::Input>>(
    layer: &L,
    call: Forward<'a, T, W>,
) -> (<W::Input as Flow>::Batch<'a, T>, Target<'a, T, W>, <L::Output as Flow>::Batch<'a, T>) {
    let (mut walk, input, output) = Through::new(call);
    let values = walk.layer::<0, 0, _, _>(layer, input);
    (input.batch, output, values.batch)
}
