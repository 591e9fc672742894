//! The working memory of training and evaluation: allocated once, used for every batch.

use alloc::format;
use alloc::vec::Vec;
use core::mem::take;

use super::context::Context;
use super::piece::{self, Piece, Results};
use super::threads::Threads;
use crate::activations::Activations;
use crate::chain::activity;
use crate::data::{Dataset, Targets};
use crate::error::{Error, Result};
use crate::kernels::gather::{Rows, gather, gather_block};
use crate::kernels::small;
use crate::layer::{Pass, is_inlined, makes_masks, mask_room};
use crate::layout::{LANE_WIDTH, Lanes};
use crate::losses::{Losses, Outside, Prediction, Room, Weights};
use crate::metrics::Seen;
use crate::model::Model;
use crate::simd::aligned::Aligned;
use crate::simd::{Instructions, with_instructions};
use crate::tensor::allocate::{aligned_zeros, or_panic};
use crate::tensor::{Flow, Scalar};

/// Room for one batch on its way through a model, to the loss, and back. Through the model it goes in pieces; loss and
/// metrics see it as a whole.
pub(crate) struct Workspace<M: Model, Y: Targets> {
    threads: Threads,
    lanes: Lanes,
    pieces: Vec<Piece<M>>,
    /// The results of several pieces together.
    gathered: Results<M::Scalar>,
    targets: Y::Room<M::Scalar>,
    /// As many as lanes for each position of each target.
    losses: Aligned<M::Scalar>,
    /// The weights of the samples: 1, if they have none.
    weights: Aligned<M::Scalar>,
    /// How many weights a sample has: one for each target, or one for each position of each.
    weights_of_each: usize,
    is_weighted: bool,
    /// What each loss is multiplied by to make the batch's loss.
    shares: Aligned<M::Scalar>,
    /// What the outputs of layers add to the batch's loss.
    penalty: f64,
    /// Room for the gradient of what the last layer's outputs add.
    activity: Vec<M::Scalar>,
    /// The loss of each output, if there are several.
    of_each: [f64; MOST_OUTPUTS],
}

/// The most outputs of a model.
pub(crate) const MOST_OUTPUTS: usize = 8;

impl<M: Model, Y: Targets> Workspace<M, Y> {
    /// Room for batches of up to `samples` samples.
    ///
    /// # Errors
    /// [`Error::Memory`], with what a batch takes as a whole.
    pub(crate) fn new(samples: usize, threads: Threads) -> Result<Self> {
        Self::try_new(samples, threads).map_err(|_| Error::Memory {
            what: format!("a batch of {samples} samples"),
            bytes: samples as u128 * M::SAMPLE_BYTES as u128,
        })
    }

    fn try_new(samples: usize, threads: Threads) -> Result<Self> {
        let lanes = Lanes::new(samples);
        let (stride, count) = (lanes.stride(), piece::count::<M>(lanes));
        let zeros = |each| aligned_zeros("the losses of a batch", stride, each);
        let losses = || zeros(Y::POSITIONS.iter().sum());
        let mut weights = zeros(Y::COUNT)?;
        weights.fill(M::Scalar::of(1.0));
        let pieces = (0..count).map(|index| Piece::new(piece::range(samples, index, count).len()));
        Ok(Self {
            threads,
            lanes: Lanes::new(0),
            pieces: pieces.collect::<Result<_>>()?,
            gathered: if count > 1 { Results::new::<M>(stride)? } else { Results::default() },
            targets: Y::room::<M::Scalar>(stride)?,
            losses: losses()?,
            weights,
            weights_of_each: Y::COUNT,
            is_weighted: false,
            shares: losses()?,
            penalty: 0.0,
            activity: Vec::new(),
            of_each: [0.0; MOST_OUTPUTS],
        })
    }

    /// Whether a batch of `samples` samples fits.
    fn has_room(&self, samples: usize) -> bool {
        Lanes::new(samples).stride() * Y::POSITIONS.iter().sum::<usize>() <= self.losses.len()
    }

    /// Makes room for batches of up to `samples` samples, if there is not.
    ///
    /// # Errors
    /// As [`new`](Self::new).
    pub(crate) fn make_room(&mut self, samples: usize) -> Result<()> {
        if !self.has_room(samples) {
            *self = Self::new(samples, self.threads)?;
        }
        Ok(())
    }

    /// Fills all memory with NaN.
    pub(crate) fn poison(&mut self) {
        self.pieces.iter_mut().for_each(Piece::poison);
        let Self { gathered: Results { preactivations, outputs, delta, .. }, losses, shares, .. } = self;
        for memory in [preactivations, outputs, delta, losses, shares] {
            memory.fill(M::Scalar::of(f64::NAN));
        }
    }

    /// Takes in the samples `rows` of `data`, with their weights if there are any.
    pub(crate) fn load(
        &mut self,
        data: &Dataset<M::Input, Y, M::Scalar>,
        weights: Option<&[M::Scalar]>,
        samples: usize,
        rows: Rows<'_>,
    ) {
        self.lanes = Lanes::new(samples);
        if self.is_weighted && weights.is_none() {
            self.weights.fill(M::Scalar::of(1.0));
        }
        self.is_weighted = weights.is_some();
        self.weights_of_each = weights.map_or(Y::COUNT, |weights| weights.len() / data.len());
        if self.weights.len() < self.weights_of_each * self.lanes.stride() {
            // Weights of positions: those of the largest batch.
            self.weights = or_panic(aligned_zeros("the weights of a batch", self.losses.len(), 1));
        }
        if const { is_inlined::<M, M::Scalar>() } && self.lanes.is_block() {
            return with_instructions(
                #[inline(always)]
                |instructions| self.load_block(instructions, data, weights, rows.of_block(samples)),
            );
        }
        let count = piece::count::<M>(self.lanes);
        let pieces = &mut self.pieces[..count];
        for (index, piece) in pieces.iter_mut().enumerate() {
            piece.place(piece::range(samples, index, count));
        }
        self.threads.each(pieces, |piece| piece.load(data.inputs(), rows));
        let stride = self.lanes.stride();
        Y::gather::<M::Scalar>(data.target_store(), rows, self.lanes, &mut self.targets);
        if let Some(weights) = weights {
            let each = self.weights_of_each;
            gather(weights, each, rows, self.lanes, &mut self.weights[..each * stride]);
        }
    }

    /// Takes in the samples `rows` of `data` as one block of lanes.
    #[inline(always)]
    fn load_block(
        &mut self,
        instructions: Instructions,
        data: &Dataset<M::Input, Y, M::Scalar>,
        weights: Option<&[M::Scalar]>,
        rows: [usize; LANE_WIDTH],
    ) {
        self.pieces[0].load_block(instructions, data.inputs(), self.lanes, rows);
        Y::gather_block::<M::Scalar>(instructions, data.target_store(), rows, &mut self.targets);
        if let Some(weights) = weights {
            let each = self.weights_of_each;
            gather_block(instructions, weights, each, rows, &mut self.weights[..each * LANE_WIDTH]);
        }
    }

    /// How the loaded batch lies.
    pub(crate) const fn lanes(&self) -> Lanes {
        self.lanes
    }

    /// What the shared functions know of the loaded batch.
    const fn context(&self) -> Context {
        Context::shared(self.lanes.samples())
    }

    /// Sends the loaded batch through the model.
    pub(crate) fn forward(&mut self, model: &M, pass: Pass) {
        self.forward_inline(self.context(), model, pass);
    }

    /// [`forward`](Self::forward), inlined into the caller, who may know more of the batch: as all that end in
    /// `inline`.
    #[inline(always)]
    pub(crate) fn forward_inline(&mut self, batch: Context, model: &M, pass: Pass) {
        let lanes = batch.lanes;
        let count = piece::count::<M>(lanes);
        let pieces = &mut self.pieces[..count];
        for (index, piece) in pieces.iter_mut().enumerate() {
            piece.pass = pass.piece(index, lanes.samples());
        }
        self.threads.each(
            pieces,
            #[inline(always)]
            move |piece| piece.forward(model, batch, count),
        );
        if count > 1 {
            pieces.iter().for_each(|piece| piece.give(&mut self.gathered, lanes.stride()));
        }
        self.penalty = pieces.iter().map(|piece| piece.penalty).sum();
        let outputs = prediction::<M>(&self.pieces, &self.gathered, batch).outputs;
        for (index, outputs) in M::Output::slices(outputs).enumerate() {
            if let Some(regularizer) = model.activity_regularizer_of(index) {
                self.penalty += activity::penalty(regularizer, outputs, lanes, lanes.samples());
            }
        }
    }

    /// What the model made of the batch.
    #[inline(always)]
    fn prediction(&self, batch: Context) -> Prediction<'_, M::Scalar, M::Output> {
        prediction::<M>(&self.pieces, &self.gathered, batch)
    }

    /// The batch as metrics see it.
    #[inline]
    pub(crate) fn seen(&self) -> Seen<'_, M::Scalar, M::Output, Y> {
        let weights = self.weights(self.lanes);
        let weights = if self.is_weighted { weights } else { weights.unweighted() };
        Seen::of(self.prediction(self.context()), self.targets(self.lanes), weights)
    }

    /// How much its samples count.
    #[inline(always)]
    fn weights(&self, lanes: Lanes) -> Weights<'_, M::Scalar> {
        weights::<M>(&self.weights, self.weights_of_each, &self.pieces, &self.gathered, lanes)
    }

    /// The targets of the batch.
    #[inline(always)]
    fn targets(&self, lanes: Lanes) -> Y::Batch<'_, M::Scalar> {
        Y::gathered::<M::Scalar>(&self.targets, lanes)
    }

    /// The batch's loss: what the loss's reduction makes of those of the samples, and what the outputs of layers add.
    pub(crate) fn loss<L>(&mut self, loss: &L) -> f64
    where
        L: Losses<M::Output, M::Activation, Targets = Y>,
    {
        self.loss_inline(self.context(), loss)
    }

    #[inline(always)]
    pub(crate) fn loss_inline<L>(&mut self, batch: Context, loss: &L) -> f64
    where
        L: Losses<M::Output, M::Activation, Targets = Y>,
    {
        let Self { pieces, gathered, targets, losses, weights_of_each, shares, penalty, of_each, .. } = self;
        let room = Room { losses, shares, of_each };
        let targets = Y::gathered::<M::Scalar>(targets, batch.lanes);
        let weights = weights::<M>(&self.weights, *weights_of_each, pieces, gathered, batch.lanes);
        loss.losses(prediction::<M>(pieces, gathered, batch), targets, weights, room) + *penalty
    }

    /// The loss of each output, if there are several, after [`loss`](Self::loss).
    pub(crate) const fn of_each(&self) -> &[f64; MOST_OUTPUTS] {
        &self.of_each
    }

    /// The first output of the batch that the loss is not defined for. One that is not finite has another cause.
    #[inline]
    pub(crate) fn outside<L>(&self, loss: &L) -> Option<Outside>
    where
        L: Losses<M::Output, M::Activation, Targets = Y>,
    {
        loss.outside(self.prediction(self.context()))
    }

    /// The gradient of the batch's loss, for all variables, in the order of the arena. [`loss`](Self::loss) comes
    /// before.
    pub(crate) fn backward<L>(&mut self, model: &M, loss: &L) -> &mut [M::Scalar]
    where
        L: Losses<M::Output, M::Activation, Targets = Y>,
    {
        self.backward_inline(self.context(), model, loss)
    }

    #[inline(always)]
    pub(crate) fn backward_inline<L>(&mut self, batch: Context, model: &M, loss: &L) -> &mut [M::Scalar]
    where
        L: Losses<M::Output, M::Activation, Targets = Y>,
    {
        let Context { lanes, instructions, .. } = batch;
        let (count, stride) = (piece::count::<M>(lanes), lanes.stride());
        let Self { pieces, gathered, targets, shares, activity, .. } = self;
        let mut delta = take(delta_of(pieces, gathered, count));
        let values = &mut delta[..M::Output::VALUES * stride];
        let prediction = prediction::<M>(pieces, gathered, batch);
        let targets = Y::gathered::<M::Scalar>(targets, lanes);
        let gradient = M::Output::cut_mut(values, lanes);
        loss.delta(prediction, targets, shares, model.activation(), gradient, instructions);
        let Prediction { preactivations, outputs, .. } = prediction;
        for index in 0..M::Output::SHAPES.len() {
            let Some(regularizer) = model.activity_regularizer_of(index) else { continue };
            activity.clear();
            activity.resize(values.len(), M::Scalar::default());
            let gradients = M::Output::slices_mut(M::Output::cut_mut(activity, lanes));
            if let Some((outputs, gradient)) = M::Output::slices(outputs).zip(gradients).nth(index) {
                activity::add_gradient(regularizer, outputs, gradient, lanes, lanes.samples());
            }
            let gradient = M::Output::cut_mut(activity, lanes);
            model.activation().apply_back(preactivations, outputs, gradient, instructions);
            values.iter_mut().zip(&*activity).for_each(|(gradient, &more)| *gradient += more);
        }
        *delta_of(pieces, gathered, count) = delta;

        let (pieces, gathered) = (&mut pieces[..count], &*gathered);
        self.threads.each(
            pieces,
            #[inline(always)]
            move |piece| {
                if count > 1 {
                    piece.take_delta(&gathered.delta, stride);
                }
                piece.backward(model, batch, count);
            },
        );
        let (first, others) = pieces.split_first_mut().expect("there is at least one piece");
        for piece in others {
            let sums = first.gradients.iter_mut().zip(&piece.gradients[..]);
            sums.for_each(|(sum, &gradient)| *sum += gradient);
        }
        &mut first.gradients
    }
}

/// What the model made of a batch.
#[inline(always)]
fn prediction<'a, M: Model>(
    pieces: &'a [Piece<M>],
    gathered: &'a Results<M::Scalar>,
    batch: Context,
) -> Prediction<'a, M::Scalar, M::Output> {
    let lanes = batch.lanes;
    let results = results(pieces, gathered, lanes);
    let len = M::Output::VALUES * lanes.stride();
    Prediction {
        preactivations: M::Output::cut(&results.preactivations[..len], lanes),
        outputs: M::Output::cut(&results.outputs[..len], lanes),
        instructions: small::inlined(M::Output::VALUES, batch.instructions),
    }
}

/// How much the samples of a batch count, which have so many weights each, and the masks of the model's outputs.
#[inline(always)]
fn weights<'a, M: Model>(
    weights: &'a [M::Scalar],
    each: usize,
    pieces: &'a [Piece<M>],
    gathered: &'a Results<M::Scalar>,
    lanes: Lanes,
) -> Weights<'a, M::Scalar> {
    let stride = lanes.stride();
    let mask: &[M::Scalar] = if const { makes_masks::<M>() } {
        &results(pieces, gathered, lanes).mask[..mask_room::<M>() * stride]
    } else {
        &[]
    };
    Weights::new(&weights[..each * stride], mask, stride)
}

/// What came out for a batch, in its pieces, or gathered from them.
#[inline(always)]
fn results<'a, M: Model>(
    pieces: &'a [Piece<M>],
    gathered: &'a Results<M::Scalar>,
    lanes: Lanes,
) -> &'a Results<M::Scalar> {
    if piece::count::<M>(lanes) == 1 { &pieces[0].results } else { gathered }
}

/// Where the gradient of the loss with respect to the batch's results is.
#[inline(always)]
fn delta_of<'a, M: Model>(
    pieces: &'a mut [Piece<M>],
    gathered: &'a mut Results<M::Scalar>,
    count: usize,
) -> &'a mut Aligned<M::Scalar> {
    if count == 1 { &mut pieces[0].results.delta } else { &mut gathered.delta }
}
