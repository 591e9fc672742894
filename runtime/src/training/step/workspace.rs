//! The working memory of training and evaluation: allocated once, used for every batch.

use alloc::format;
use alloc::vec::Vec;
use core::mem::take;

use super::context::Context;
use super::outside::Outside;
use super::piece::{self, Piece, Results};
use super::threads::Threads;
use crate::activations::{ActivationFn, apply_back};
use crate::chain::activity;
use crate::data::{Dataset, Target};
use crate::error::{Error, Result};
use crate::kernels::gather::{Rows, gather, gather_block};
use crate::kernels::small;
use crate::layer::{Pass, is_inlined};
use crate::layout::{LANE_WIDTH, Lanes};
use crate::losses::{Loss, Prediction};
use crate::metrics::Seen;
use crate::model::Model;
use crate::simd::aligned::Aligned;
use crate::simd::{Instructions, with_instructions};
use crate::tensor::allocate::aligned_zeros;
use crate::tensor::{Batch, BatchMut, Scalar, Shape};

/// Room for one batch on its way through a model, to the loss, and back. Through the model it goes in pieces; loss and
/// metrics see it as a whole.
pub(crate) struct Workspace<M: Model, Y: Target> {
    threads: Threads,
    lanes: Lanes,
    pieces: Vec<Piece<M>>,
    /// The results of several pieces together.
    gathered: Results<M::Scalar>,
    targets: Aligned<Y::Element<M::Scalar>>,
    losses: Aligned<M::Scalar>,
    /// The weights of the samples: 1, if they have none.
    weights: Aligned<M::Scalar>,
    is_weighted: bool,
    /// What each sample's loss is multiplied by to make the batch's loss.
    shares: Aligned<M::Scalar>,
    /// What the outputs of layers add to the batch's loss.
    penalty: f64,
    /// Room for the gradient of what the last layer's outputs add.
    activity: Vec<M::Scalar>,
}

impl<M: Model, Y: Target> Workspace<M, Y> {
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
        let zeros = || aligned_zeros("the losses of a batch", stride, 1);
        let mut weights = zeros()?;
        weights.fill(M::Scalar::of(1.0));
        let pieces = (0..count).map(|index| Piece::new(piece::range(samples, index, count).len()));
        Ok(Self {
            threads,
            lanes: Lanes::new(0),
            pieces: pieces.collect::<Result<_>>()?,
            gathered: if count > 1 { Results::new(stride, M::Output::LEN)? } else { Results::default() },
            targets: aligned_zeros("the targets of a batch", stride, Y::WIDTH)?,
            losses: zeros()?,
            weights,
            is_weighted: false,
            shares: zeros()?,
            penalty: 0.0,
            activity: Vec::new(),
        })
    }

    /// Whether a batch of `samples` samples fits.
    fn has_room(&self, samples: usize) -> bool {
        Lanes::new(samples).stride() <= self.losses.len()
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
        let Self { gathered: Results { preactivations, outputs, delta }, losses, shares, .. } = self;
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
        gather(data.target_elements(), Y::WIDTH, rows, self.lanes, &mut self.targets[..Y::WIDTH * stride]);
        if let Some(weights) = weights {
            gather(weights, 1, rows, self.lanes, &mut self.weights[..stride]);
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
        let targets = &mut self.targets[..Y::WIDTH * LANE_WIDTH];
        gather_block(instructions, data.target_elements(), Y::WIDTH, rows, targets);
        if let Some(weights) = weights {
            gather_block(instructions, weights, 1, rows, &mut self.weights[..LANE_WIDTH]);
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
        if let Some(regularizer) = model.activity_regularizer() {
            let outputs = self.prediction(batch).outputs.values();
            self.penalty += activity::penalty(regularizer, outputs, lanes, lanes.samples());
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
        let weights = self.is_weighted.then(|| &self.weights[..self.lanes.samples()]);
        Seen::new(self.prediction(self.context()), self.targets(self.lanes), weights)
    }

    /// The targets of the batch.
    #[inline(always)]
    fn targets(&self, lanes: Lanes) -> Y::Batch<'_, M::Scalar> {
        Y::batch(&self.targets[..Y::WIDTH * lanes.stride()], lanes)
    }

    /// The batch's loss: what the loss's reduction makes of those of the samples, and what the outputs of layers add.
    pub(crate) fn loss<L>(&mut self, loss: &L) -> f64
    where
        L: Loss<M::Output, M::Activation, Target = Y>,
    {
        self.loss_inline(self.context(), loss)
    }

    #[inline(always)]
    pub(crate) fn loss_inline<L>(&mut self, batch: Context, loss: &L) -> f64
    where
        L: Loss<M::Output, M::Activation, Target = Y>,
    {
        let (lanes, stride) = (batch.lanes, batch.lanes.stride());
        let Self { pieces, gathered, targets, losses, weights, shares, penalty, .. } = self;
        let targets = Y::batch(&targets[..Y::WIDTH * stride], lanes);
        let (losses, shares) = (&mut losses[..stride], &mut shares[..stride]);
        loss.losses(prediction::<M>(pieces, gathered, batch), targets, losses);
        shares.fill(M::Scalar::default());
        let (mut total, mut count, mut sum_of_weights) = (0.0, 0, 0.0);
        let samples = losses[..lanes.samples()].iter().zip(&weights[..]).zip(&mut shares[..]).enumerate();
        for (sample, ((&of_sample, &weight), share)) in samples {
            if loss.counts(targets, sample, of_sample) {
                *share = weight;
                total += weight.to_f64() * of_sample.to_f64();
                count += 1;
                sum_of_weights += weight.to_f64();
            }
        }
        let divisor = loss.reduction().divisor(count, sum_of_weights);
        if divisor == 0.0 {
            shares.fill(M::Scalar::default());
            return *penalty;
        }
        for share in shares {
            *share /= M::Scalar::of(divisor);
        }
        total / divisor + *penalty
    }

    /// The first output of the batch that the loss is not defined for. One that is not finite has another cause.
    #[inline]
    pub(crate) fn outside<L>(&self, loss: &L) -> Option<Outside>
    where
        L: Loss<M::Output, M::Activation, Target = Y>,
    {
        let domain = loss.output_domain()?;
        let samples = self.lanes.samples();
        let outputs = self.prediction(self.context()).outputs;
        outputs.features().enumerate().find_map(|(column, values)| {
            let sample = domain.first_outside(&values[..samples], f64::from(f32::EPSILON))?;
            let value = values[sample].to_f64();
            value.is_finite().then_some(Outside { domain, sample, column, value })
        })
    }

    /// The gradient of the batch's loss, for all variables, in the order of the arena. [`loss`](Self::loss) comes
    /// before.
    pub(crate) fn backward<L>(&mut self, model: &M, loss: &L) -> &mut [M::Scalar]
    where
        L: Loss<M::Output, M::Activation, Target = Y>,
    {
        self.backward_inline(self.context(), model, loss)
    }

    #[inline(always)]
    pub(crate) fn backward_inline<L>(&mut self, batch: Context, model: &M, loss: &L) -> &mut [M::Scalar]
    where
        L: Loss<M::Output, M::Activation, Target = Y>,
    {
        let Context { lanes, instructions, .. } = batch;
        let (count, stride) = (piece::count::<M>(lanes), lanes.stride());
        let Self { pieces, gathered, targets, shares, activity, .. } = self;
        let mut delta = take(delta_of(pieces, gathered, count));
        let mut gradient = BatchMut::new(&mut delta[..M::Output::LEN * stride], lanes);
        let prediction = prediction::<M>(pieces, gathered, batch);
        let targets = Y::batch(&targets[..Y::WIDTH * stride], lanes);
        loss.shared_gradient(prediction, targets, &shares[..stride], gradient.reborrow());
        gradient.clear_padding_inline(instructions);
        let Prediction { preactivations, outputs, .. } = prediction;
        let known = M::Activation::DERIVATIVE.known(preactivations, outputs);
        if !L::FUSED {
            apply_back(model.activation(), known, gradient.reborrow(), instructions);
        }
        if let Some(regularizer) = model.activity_regularizer() {
            activity.clear();
            activity.resize(gradient.values().len(), M::Scalar::default());
            let mut activity = BatchMut::<_, M::Output>::new(activity, lanes);
            activity::add_gradient(regularizer, outputs.values(), activity.values(), lanes, lanes.samples());
            apply_back(model.activation(), known, activity.reborrow(), instructions);
            let sums = gradient.values().iter_mut().zip(activity.values());
            sums.for_each(|(gradient, &mut more)| *gradient += more);
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

/// What the model made of a batch, in its pieces, or gathered from them.
#[inline(always)]
fn prediction<'a, M: Model>(
    pieces: &'a [Piece<M>],
    gathered: &'a Results<M::Scalar>,
    batch: Context,
) -> Prediction<'a, M::Scalar, M::Output> {
    let lanes = batch.lanes;
    let results = if piece::count::<M>(lanes) == 1 { &pieces[0].results } else { gathered };
    let len = M::Output::LEN * lanes.stride();
    Prediction {
        preactivations: Batch::new(&results.preactivations[..len], lanes),
        outputs: Batch::new(&results.outputs[..len], lanes),
        instructions: small::inlined(M::Output::LEN, batch.instructions),
    }
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
