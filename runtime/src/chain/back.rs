use core::marker::PhantomData;
use core::mem::take;

use super::activity;
use super::kept::{Kept, Room};
use super::value::{Value, shorter, shorter_mut};
use crate::activations::Activations;
use crate::layer::{Backward, Layer, Pass, has_state, kept, mask_room, offset, parameters};
use crate::layout::Lanes;
use crate::tensor::{BatchMut, Flow, Scalar, Shape, flow};

/// A walk back through a network `N`, from the gradient of its output to that of its input.
///
/// First what was [kept](Self::kept) of each call is found again, in the order of the calls; then the calls are gone
/// through from the last to the first. Gradients lie in registers, which values share whose gradients are not needed at
/// the same time.
pub struct Back<'a, T: Scalar, N> {
    variables: &'a [T],
    gradients: &'a mut [T],
    scratch: &'a mut [T],
    memory: &'a mut [T],
    lanes: Lanes,
    pass: Pass,
    /// Whether the gradient with respect to the network's input is asked for.
    is_wanted: bool,
    network: PhantomData<N>,
}

/// The samples of a flow.
type Samples<'a, T, F> = <F as Flow>::Batch<'a, T>;

/// Where their gradient goes.
type Gradient<'a, T, F> = <F as Flow>::BatchMut<'a, T>;

impl<'a, T: Scalar, N: Layer> Back<'a, T, N> {
    /// A walk back through the network, with the network's input, the gradient of its result, and where that of its
    /// input goes.
    #[expect(clippy::type_complexity, reason = "the pieces of the call, with the types that they have there")]
    #[inline(always)]
    pub fn new(
        call: Backward<'a, T, N>,
    ) -> (Self, Value<'a, T, N::Input>, Samples<'a, T, N::Output>, Option<Gradient<'a, T, N::Input>>) {
        let Backward { variables, input, saved, delta, gradients, scratch, input_gradient, pass, mask } =
            call;
        let (lanes, network) = (N::Input::lanes(&input), PhantomData);
        let is_wanted = input_gradient.is_some();
        let walk = Self { variables, gradients, scratch, memory: saved, lanes, pass, is_wanted, network };
        (walk, Value { batch: input, mask }, delta, input_gradient)
    }

    /// Where the gradients with respect to the network's inputs go, one by one, if they are asked for.
    #[inline(always)]
    pub fn wanted<const INPUTS: usize>(
        &self,
        gradient: Option<Gradient<'a, T, N::Input>>,
    ) -> [Option<&'a mut [T]>; INPUTS] {
        let mut slices = gradient.into_iter().flat_map(N::Input::slices_mut);
        core::array::from_fn(|_| slices.next())
    }

    /// What was kept of the next call of `layer`, into which `input` had flown.
    #[inline(always)]
    pub fn kept<L: Layer, S: Flow>(
        &mut self,
        _: &L,
        input: Value<'a, T, S>,
    ) -> (Value<'a, T, L::Output>, Kept<'a, T, L>) {
        let lanes = self.lanes;
        let kept = Room::new::<L>(self.cut(const { kept::<L>() }), lanes).found::<L, S>(input, lanes);
        (kept.output, kept)
    }

    /// What the next call of `layer` saved, behind which there was no other.
    #[inline(always)]
    pub fn kept_last<L: Layer>(&mut self, _: &L) -> &'a mut [T] {
        let room = const { mask_room::<L>() } * self.lanes.stride();
        self.cut(const { mask_room::<L>() + L::SAVED }).split_at_mut(room).1
    }

    /// Registers for gradients, of so many values per lane: what is left of the memory.
    #[inline(always)]
    pub fn registers<const COUNT: usize>(&mut self, values: [usize; COUNT]) -> [&'a mut [T]; COUNT] {
        values.map(
            #[inline(always)]
            |values| self.cut(values),
        )
    }

    /// Arrives at a call of `layer` with the gradient with respect to its output, and makes of it that with respect to
    /// what it had computed. What an activity regularizer adds is left to the caller of the network unless the output
    /// `IS_INSIDE`.
    #[inline(always)]
    fn arrive<'g, const IS_INSIDE: bool, L: Layer>(
        &self,
        layer: &L,
        output: Samples<'a, T, L::Output>,
        preactivations: &'a [T],
        gradient: &'g mut [T],
    ) -> Samples<'g, T, L::Output> {
        let (lanes, instructions) = (self.lanes, self.pass.instructions());
        let gradient = &mut gradient[..L::Output::VALUES * lanes.stride()];
        // The layers behind may have left anything in the padding lanes.
        L::Output::clear_padding(gradient, lanes, instructions);
        let samples = self.pass.samples(lanes);
        if IS_INSIDE {
            let gradients = L::Output::slices_mut(L::Output::cut_mut(gradient, lanes));
            for (index, (outputs, gradient)) in L::Output::slices(output).zip(gradients).enumerate() {
                if let Some(regularizer) = layer.activity_regularizer_of(index) {
                    activity::add_gradient(regularizer, outputs, gradient, lanes, samples);
                }
            }
        }
        let preactivations = if const { <L::Activation as Activations<L::Output>>::KEEPS_INPUT } {
            L::Output::cut(preactivations, lanes)
        } else {
            output
        };
        let at_activation = L::Output::cut_mut(gradient, lanes);
        layer.activation().apply_back(preactivations, output, at_activation, instructions);
        L::Output::cut(&*gradient, lanes)
    }

    /// Goes back through layer number `PART`, which is `layer`, into which `input` had flown with the random numbers of
    /// `STREAM`: to its variables, and to each of its inputs where all of these have room for a gradient. Where the layer
    /// is called more than once, what comes back through all calls but the first `IS_ADDED`.
    #[inline(always)]
    pub fn layer<
        const PART: usize,
        const STREAM: usize,
        const IS_ADDED: bool,
        const INPUTS: usize,
        L: Layer,
        S: Flow,
    >(
        &mut self,
        layer: &L,
        saved: &mut [T],
        input: Value<'a, T, S>,
        delta: Samples<'_, T, L::Output>,
        input_gradients: [Option<&mut [T]>; INPUTS],
    ) {
        let start = const { offset(N::PARTS, PART) };
        let range = start..start + const { parameters::<L>() };
        let variables = &self.variables[range.clone()];
        let input = input.retyped::<L::Input>();
        let stride = self.lanes.stride();
        let is_wanted = input_gradients.iter().all(Option::is_some);
        let pieces = input_gradients.into_iter().flatten().zip(L::Input::SHAPES);
        let pieces = pieces.map(|(gradient, axes)| shorter_mut(&mut gradient[..flow::len(axes) * stride]));
        let input_gradient = is_wanted.then(|| L::Input::of_slices_mut(pieces, self.lanes));
        let delta = L::Output::of_slices(L::Output::slices(delta).map(shorter), self.lanes);
        let pass = self.pass.layer(STREAM);
        let (gradients, scratch) = if IS_ADDED {
            const {
                assert!(
                    !IS_ADDED || !has_state(L::VARIABLES, L::PARTS),
                    "a layer with moving statistics is called twice"
                );
            };
            self.scratch.split_at_mut(range.len())
        } else {
            (&mut self.gradients[range.clone()], &mut *self.scratch)
        };
        let mut call = Backward::new(variables, input.batch, saved, delta, gradients, input_gradient, pass);
        (call.mask, call.scratch) = (input.mask, scratch);
        layer.backward(call);
        if IS_ADDED {
            let sums = self.gradients[range.clone()].iter_mut().zip(&self.scratch[..range.len()]);
            sums.for_each(|(sum, &more)| *sum += more);
        }
    }

    /// Goes back through a call of `layer` of which something was kept.
    #[inline(always)]
    pub fn through<
        const PART: usize,
        const STREAM: usize,
        const IS_ADDED: bool,
        const INPUTS: usize,
        L: Layer,
        S: Flow,
    >(
        &mut self,
        layer: &L,
        kept: Kept<'a, T, L>,
        input: Value<'a, T, S>,
        gradient: &mut [T],
        input_gradients: [Option<&mut [T]>; INPUTS],
    ) {
        let Kept { output, preactivations, saved } = kept;
        let delta = self.arrive::<true, L>(layer, output.batch, preactivations, gradient);
        self.layer::<PART, STREAM, IS_ADDED, INPUTS, L, S>(layer, saved, input, delta, input_gradients);
    }

    /// The two together, for a call whose output is one of the network's and flows on inside it too: `delta` comes from
    /// the caller, with respect to what `layer` had computed, `gradient` from inside, with respect to its output.
    #[inline(always)]
    pub fn through_and_last<
        const PART: usize,
        const STREAM: usize,
        const IS_ADDED: bool,
        const INPUTS: usize,
        L: Layer,
        S: Flow,
    >(
        &mut self,
        layer: &L,
        kept: Kept<'a, T, L>,
        input: Value<'a, T, S>,
        gradient: &mut [T],
        delta: Samples<'_, T, L::Output>,
        input_gradients: [Option<&mut [T]>; INPUTS],
    ) {
        let gradient = &mut gradient[..L::Output::VALUES * self.lanes.stride()];
        let Kept { output, preactivations, saved } = kept;
        self.arrive::<false, L>(layer, output.batch, preactivations, gradient);
        let sums =
            L::Output::slices_mut(L::Output::cut_mut(gradient, self.lanes)).zip(L::Output::slices(delta));
        sums.for_each(|(sum, more)| sum.iter_mut().zip(more).for_each(|(sum, &more)| *sum += more));
        let delta = L::Output::cut(&*gradient, self.lanes);
        self.layer::<PART, STREAM, IS_ADDED, INPUTS, L, S>(layer, saved, input, delta, input_gradients);
    }

    /// A register for the gradient with respect to an input of the network, if that is asked for.
    #[inline(always)]
    pub fn if_wanted<'g>(&self, register: &'g mut [T]) -> Option<&'g mut [T]> {
        self.is_wanted.then_some(register)
    }

    /// The gradients of the outputs of `layer`, of all of them together.
    #[inline(always)]
    pub fn pieces<'g, const OUTPUTS: usize, L: Layer>(
        &self,
        _: &L,
        register: &'g mut [T],
    ) -> [&'g mut [T]; OUTPUTS] {
        let mut rest = register;
        core::array::from_fn(|index| {
            let len = flow::len(L::Output::SHAPES[index]) * self.lanes.stride();
            let (piece, behind) = take(&mut rest).split_at_mut(len);
            rest = behind;
            piece
        })
    }

    /// Takes in the gradient with respect to an output of the network that flows on inside it too: the first one that
    /// is written, or one that is added.
    #[inline(always)]
    pub fn take<const IS_FIRST: bool, F: Flow>(
        &self,
        of: Value<'a, T, F>,
        delta: Samples<'_, T, F>,
        to: &mut [T],
    ) {
        let mut rest = to;
        for delta in F::slices(delta) {
            let (to, behind) = take(&mut rest).split_at_mut(delta.len());
            rest = behind;
            if IS_FIRST {
                to.copy_from_slice(delta);
            } else {
                to.iter_mut().zip(delta).for_each(|(sum, &more)| *sum += more);
            }
        }
        let _ = of;
    }

    /// Nothing comes back to this value.
    #[inline(always)]
    pub fn clear<F: Flow>(&self, _of: Value<'a, T, F>, gradient: &mut [T]) {
        gradient[..F::VALUES * self.lanes.stride()].fill(T::default());
    }

    /// Adds the gradient of a value that has come back on another way.
    #[inline(always)]
    pub fn add<F: Flow>(&self, _of: Value<'a, T, F>, sum: &mut [T], more: &[T]) {
        let pairs = sum.iter_mut().zip(more).take(F::VALUES * self.lanes.stride());
        pairs.for_each(|(sum, &more)| *sum += more);
    }

    /// The next piece of memory, `len` values per lane.
    #[inline(always)]
    fn cut(&mut self, len: usize) -> &'a mut [T] {
        let (piece, rest) = take(&mut self.memory).split_at_mut(len * self.lanes.stride());
        self.memory = rest;
        piece
    }
}

/// The gradients at both ends of a layer: with respect to its output, and to its input if that is asked for.
type Ends<'a, T, W> = (Samples<'a, T, <W as Layer>::Output>, Option<Gradient<'a, T, <W as Layer>::Input>>);

/// Takes the gradient back through a layer inside of another one, `W`, which is all that it is made of; `fill` says
/// what the gradient with respect to the inner layer's output is.
pub(crate) fn back_inside<'a, T: Scalar, W, L, S: Shape, Y: Shape>(
    layer: &L,
    call: Backward<'a, T, W>,
    fill: impl FnOnce(Samples<'_, T, W::Output>, BatchMut<'_, T, Y>),
) -> Ends<'a, T, W>
where
    W: Layer<Input = S>,
    L: Layer<Input = S, Output = Y>,
{
    let (mut walk, input, delta, mut input_gradient) = Back::new(call);
    let (_, kept) = walk.kept(layer, input);
    let [gradient] = walk.registers([Y::LEN]);
    fill(delta, BatchMut::new(gradient, walk.lanes));
    let wanted = input_gradient.as_mut().map(BatchMut::values);
    walk.through::<0, 0, false, 1, L, S>(layer, kept, input, gradient, [wanted]);
    (delta, input_gradient)
}
