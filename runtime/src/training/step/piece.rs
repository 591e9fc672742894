//! The pieces of a batch: each goes through the model by itself, on a thread of its own if there are several.

use core::ops::Range;

use super::context::Context;
use crate::activations::Activations;
use crate::error::Result;
use crate::kernels::gather::{Rows, gather, gather_block};
use crate::layer::{Backward, Forward, Pass, makes_masks, mask_room, parameters};
use crate::layout::{LANE_WIDTH, Lanes};
use crate::model::Model;
use crate::simd::Instructions;
use crate::simd::aligned::Aligned;
use crate::tensor::allocate::{aligned_zeros, or_panic};
use crate::tensor::{Flow, Scalar};

/// The fewest samples of a piece, and the fewest operations: with fewer, kernels are slower, and threads wait for each
/// other longer than they work.
const FEWEST_SAMPLES: usize = 128;
const FEWEST_OPERATIONS: usize = 4_000_000;

/// How many numbers are in the longest vector that there is.
const LONGEST_VECTOR: usize = 2 * LANE_WIDTH;

/// The most pieces of a batch: each has its own gradients, which have to be summed.
const MOST_PIECES: usize = 16;

/// In how many pieces a batch with these lanes goes through a model. It depends on nothing else, so that the order of
/// sums does not, and all results are the same to the last bit however many threads there are. With more lanes there
/// are no fewer.
#[inline]
pub(crate) fn count<M: Model>(lanes: Lanes) -> usize {
    let samples = lanes.stride();
    if !M::SAMPLEWISE || samples < 2 * FEWEST_SAMPLES {
        return 1;
    }
    // Each parameter takes part in three products of a sample.
    let operations = 6 * const { parameters::<M>() }.max(1);
    let fewest = FEWEST_OPERATIONS.div_ceil(operations).max(FEWEST_SAMPLES);
    (samples / fewest).clamp(1, MOST_PIECES)
}

/// The samples of piece `index` of `count`: whole vectors of the longest kind, but for the end of the batch.
pub(crate) fn range(samples: usize, index: usize, count: usize) -> Range<usize> {
    if count == 1 {
        return 0..samples;
    }
    let vectors = samples.div_ceil(LONGEST_VECTOR);
    let border = |index: usize| (index * vectors / count * LONGEST_VECTOR).min(samples);
    border(index)..border(index + 1)
}

/// A piece of a batch on its way through the model and back.
pub(crate) struct Piece<M: Model> {
    /// Which of the batch's samples it has.
    range: Range<usize>,
    lanes: Lanes,
    inputs: Aligned<M::Scalar>,
    saved: Aligned<M::Scalar>,
    /// What comes out.
    pub(crate) results: Results<M::Scalar>,
    /// What the outputs of layers add to the batch's loss.
    pub(crate) penalty: f64,
    /// The sums over its samples, for all variables, in the order of the arena.
    pub(crate) gradients: Aligned<M::Scalar>,
    /// Room for those of layers that are called more than once.
    scratch: Aligned<M::Scalar>,
    pub(crate) pass: Pass,
}

/// What the last layer makes of samples, and the gradient of the loss with respect to that.
#[derive(Default)]
pub(crate) struct Results<T> {
    pub(crate) preactivations: Aligned<T>,
    pub(crate) outputs: Aligned<T>,
    pub(crate) delta: Aligned<T>,
    /// The masks of the outputs, if the model makes any.
    pub(crate) mask: Aligned<T>,
}

impl<T: Scalar> Results<T> {
    /// Room for the results of so many lanes of the model `M`.
    pub(crate) fn new<M: Model>(stride: usize) -> Result<Self> {
        let zeros = |each| aligned_zeros("the results of a batch", stride, each);
        let values = || zeros(M::Output::VALUES);
        let mask = zeros(mask_room::<M>())?;
        Ok(Self { preactivations: values()?, outputs: values()?, delta: values()?, mask })
    }
}

impl<M: Model> Piece<M> {
    /// Room for so many samples.
    pub(crate) fn new(samples: usize) -> Result<Self> {
        let stride = Lanes::new(samples).stride();
        let zeros = |each| aligned_zeros("a piece of a batch", stride, each);
        Ok(Self {
            range: 0..0,
            lanes: Lanes::new(0),
            inputs: zeros(M::Input::VALUES)?,
            saved: zeros(M::SAVED)?,
            results: Results::new::<M>(stride)?,
            penalty: 0.0,
            gradients: Aligned::default(),
            scratch: Aligned::default(),
            pass: Pass::inference(),
        })
    }

    /// Fills all memory with NaN.
    pub(crate) fn poison(&mut self) {
        self.make_gradients();
        let Self {
            saved, results: Results { preactivations, outputs, delta, .. }, gradients, scratch, ..
        } = self;
        for memory in [saved, preactivations, outputs, delta, gradients, scratch] {
            memory.fill(M::Scalar::of(f64::NAN));
        }
    }

    /// Makes this a piece with these samples of a batch.
    pub(crate) fn place(&mut self, range: Range<usize>) {
        let lanes = Lanes::new(range.len());
        // A smaller batch has fewer pieces, so that they may be larger, up to twice the fewest samples of a piece.
        if self.inputs.len() < M::Input::VALUES * lanes.stride() {
            *self = or_panic(Self::new(range.len()));
        }
        (self.range, self.lanes) = (range, lanes);
    }

    /// Takes in its samples, of those of the batch.
    pub(crate) fn load(&mut self, inputs: &[M::Scalar], rows: Rows<'_>) {
        let len = M::Input::VALUES * self.lanes.stride();
        gather(inputs, M::Input::VALUES, rows.skip(self.range.start), self.lanes, &mut self.inputs[..len]);
    }

    /// Becomes the only piece of a batch that is one block of lanes, and takes in its samples.
    #[inline(always)]
    pub(crate) fn load_block(
        &mut self,
        instructions: Instructions,
        inputs: &[M::Scalar],
        lanes: Lanes,
        rows: [usize; LANE_WIDTH],
    ) {
        (self.range, self.lanes) = (0..lanes.samples(), lanes);
        let batch = &mut self.inputs[..M::Input::VALUES * LANE_WIDTH];
        gather_block(instructions, inputs, M::Input::VALUES, rows, batch);
    }

    /// Its lanes: those of the batch if that is one piece.
    #[inline(always)]
    fn lanes(&self, of_batch: Lanes, count: usize) -> Lanes {
        if count == 1 { of_batch } else { Lanes::new(self.range.len()) }
    }

    /// Sends it through the model: a piece of `count` pieces of this batch.
    #[inline(always)]
    pub(crate) fn forward(&mut self, model: &M, batch: Context, count: usize) {
        let (lanes, pass) = (self.lanes(batch.lanes, count), self.pass.compiled_for(batch.instructions));
        let stride = lanes.stride();
        let inputs = M::Input::cut(&self.inputs[..M::Input::VALUES * stride], lanes);
        let Results { preactivations, outputs, mask, .. } = &mut self.results;
        let preactivations = &mut preactivations[..M::Output::VALUES * stride];
        let outputs = &mut outputs[..M::Output::VALUES * stride];
        let saved = &mut self.saved[..M::SAVED * stride];
        let results = M::Output::cut_mut(preactivations, lanes);
        self.penalty = 0.0;
        let variables = model.arena().values();
        let mut call = Forward::new(variables, inputs, results, saved, pass, &mut self.penalty);
        if const { makes_masks::<M>() } {
            call.made_mask = Some(&mut mask[..mask_room::<M>() * stride]);
        }
        model.forward(call);
        outputs.copy_from_slice(preactivations);
        model.activation().apply(M::Output::cut_mut(outputs, lanes), pass.instructions());
    }

    /// Takes the gradient of its results back through the model: a piece of `count` pieces of this batch.
    #[inline(always)]
    pub(crate) fn backward(&mut self, model: &M, batch: Context, count: usize) {
        self.make_gradients();
        let (lanes, pass) = (self.lanes(batch.lanes, count), self.pass.compiled_for(batch.instructions));
        let stride = lanes.stride();
        let mut call = Backward::new(
            model.arena().values(),
            M::Input::cut(&self.inputs[..M::Input::VALUES * stride], lanes),
            &mut self.saved[..M::SAVED * stride],
            M::Output::cut(&self.results.delta[..M::Output::VALUES * stride], lanes),
            &mut self.gradients,
            None,
            pass,
        );
        call.scratch = &mut self.scratch;
        model.backward(call);
    }

    /// Evaluation has no use for them, so they are made at the first step.
    fn make_gradients(&mut self) {
        if self.gradients.is_empty() {
            let parameters = const { parameters::<M>() };
            self.gradients = or_panic(aligned_zeros("the gradients of the model's variables", parameters, 1));
            self.scratch = or_panic(aligned_zeros("the gradients of the model's variables", M::SCRATCH, 1));
        }
    }

    /// Copies its results to where they belong in those of a batch, whose features are `stride` apart.
    pub(crate) fn give(&self, batch: &mut Results<M::Scalar>, stride: usize) {
        let Results { preactivations, outputs, mask, .. } = &self.results;
        let all = [
            (preactivations, &mut batch.preactivations, M::Output::VALUES),
            (outputs, &mut batch.outputs, M::Output::VALUES),
            (mask, &mut batch.mask, mask_room::<M>()),
        ];
        for (from, to, each) in all {
            let features = from.chunks_exact(self.lanes.stride()).zip(to.chunks_exact_mut(stride));
            for (from, to) in features.take(each) {
                to[self.range.start..][..from.len()].copy_from_slice(from);
            }
        }
    }

    /// Copies its part of the gradient of a batch's results, whose features are `stride` apart.
    pub(crate) fn take_delta(&mut self, batch: &[M::Scalar], stride: usize) {
        let features =
            self.results.delta.chunks_exact_mut(self.lanes.stride()).zip(batch.chunks_exact(stride));
        for (to, from) in features.take(M::Output::VALUES) {
            to.copy_from_slice(&from[self.range.start..][..to.len()]);
        }
    }
}
