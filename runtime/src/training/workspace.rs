//! The working memory of training and evaluation: allocated once, used for every batch.

use core::mem::take;

use super::piece::{self, Piece, Results};
use super::threads::Threads;
use crate::activations::ActivationFn;
use crate::batch::Lanes;
use crate::chain::activity;
use crate::data::{Dataset, Target};
use crate::kernels::gather::{Rows, gather};
use crate::layer::Pass;
use crate::losses::{Loss, Prediction};
use crate::metrics::Seen;
use crate::{Batch, BatchMut, Model, Scalar, Shape};

/// Room for one batch on its way through a model, to the loss, and back. Through the model it goes in pieces; loss and metrics
/// see it as a whole.
pub(super) struct Workspace<M: Model, Y: Target> {
    threads: Threads,
    lanes: Lanes,
    pieces: Vec<Piece<M>>,
    /// How many of the pieces this batch has.
    count: usize,
    /// The results of several pieces together.
    gathered: Results<M::Scalar>,
    targets: Vec<Y::Element<M::Scalar>>,
    losses: Vec<M::Scalar>,
    /// The weights of the samples, if they have any.
    weights: Vec<M::Scalar>,
    is_weighted: bool,
    /// What each sample's loss is multiplied by to make the batch's loss.
    shares: Vec<M::Scalar>,
    /// What the outputs of layers add to the batch's loss.
    penalty: f64,
    /// Room for the gradient of what the last layer's outputs add.
    activity: Vec<M::Scalar>,
}

impl<M: Model, Y: Target> Workspace<M, Y> {
    /// Room for batches of up to `samples` samples.
    pub(super) fn new(samples: usize, threads: Threads) -> Self {
        let lanes = Lanes::new(samples);
        let (stride, count) = (lanes.stride(), piece::count::<M>(lanes));
        let pieces = (0..count).map(|index| Piece::new(piece::range(samples, index, count).len()));
        Self {
            threads,
            lanes: Lanes::new(0),
            pieces: pieces.collect(),
            count,
            gathered: if count > 1 { Results::new(M::Output::LEN * stride) } else { Results::default() },
            targets: vec![Y::Element::<M::Scalar>::default(); Y::WIDTH * stride],
            losses: bytemuck::zeroed_vec(stride),
            weights: bytemuck::zeroed_vec(stride),
            is_weighted: false,
            shares: bytemuck::zeroed_vec(stride),
            penalty: 0.0,
            activity: Vec::new(),
        }
    }

    /// Whether a batch of `samples` samples fits.
    fn has_room(&self, samples: usize) -> bool {
        Lanes::new(samples).stride() <= self.losses.len()
    }

    /// Makes room for batches of up to `samples` samples, if there is not.
    pub(super) fn make_room(&mut self, samples: usize) {
        if !self.has_room(samples) {
            *self = Self::new(samples, self.threads);
        }
    }

    /// Fills all memory with NaN.
    pub(super) fn poison(&mut self) {
        self.pieces.iter_mut().for_each(Piece::poison);
        let Self { gathered: Results { preactivations, outputs, delta }, losses, shares, .. } = self;
        for memory in [preactivations, outputs, delta, losses, shares] {
            memory.fill(M::Scalar::of(f64::NAN));
        }
    }

    /// Takes in the samples `rows` of `data`, with their weights if there are any.
    pub(super) fn load(
        &mut self,
        data: &Dataset<M::Input, Y, M::Scalar>,
        weights: Option<&[M::Scalar]>,
        samples: usize,
        rows: Rows<'_>,
    ) {
        self.lanes = Lanes::new(samples);
        self.count = piece::count::<M>(self.lanes);
        for (index, piece) in self.pieces[..self.count].iter_mut().enumerate() {
            piece.place(piece::range(samples, index, self.count));
        }
        self.threads.each(&mut self.pieces[..self.count], |piece| piece.load(data.inputs(), rows));
        let stride = self.lanes.stride();
        gather(data.target_elements(), Y::WIDTH, rows, self.lanes, &mut self.targets[..Y::WIDTH * stride]);
        self.is_weighted = weights.is_some();
        if let Some(weights) = weights {
            gather(weights, 1, rows, self.lanes, &mut self.weights[..stride]);
        }
    }

    /// Sends the loaded batch through the model.
    pub(super) fn forward(&mut self, model: &M, pass: Pass) {
        let (lanes, pieces) = (self.lanes, &mut self.pieces[..self.count]);
        for (index, piece) in pieces.iter_mut().enumerate() {
            piece.pass = pass.piece(index, lanes.samples());
        }
        self.threads.each(pieces, |piece| piece.forward(model));
        if let [_, _, ..] = pieces {
            pieces.iter().for_each(|piece| piece.give(&mut self.gathered, lanes.stride()));
        }
        self.penalty = pieces.iter().map(|piece| piece.penalty).sum();
        if let Some(regularizer) = model.activity_regularizer() {
            let outputs = self.prediction().outputs.values();
            self.penalty += activity::penalty(regularizer, outputs, lanes, lanes.samples());
        }
    }

    /// What came out of the model, all pieces together.
    fn results(&self) -> &Results<M::Scalar> {
        if let [piece] = &self.pieces[..self.count] { &piece.results } else { &self.gathered }
    }

    /// What the model made of the batch.
    fn prediction(&self) -> Prediction<'_, M::Scalar, M::Output> {
        let (results, len) = (self.results(), M::Output::LEN * self.lanes.stride());
        Prediction {
            preactivations: Batch::new(&results.preactivations[..len], self.lanes),
            outputs: Batch::new(&results.outputs[..len], self.lanes),
        }
    }

    /// The batch as metrics see it.
    pub(super) fn seen(&self) -> Seen<'_, M::Scalar, M::Output, Y> {
        let weights = self.is_weighted.then(|| &self.weights[..self.lanes.samples()]);
        Seen::new(self.prediction(), self.targets(), weights)
    }

    /// The targets of the batch.
    fn targets(&self) -> Y::Batch<'_, M::Scalar> {
        Y::batch(&self.targets[..Y::WIDTH * self.lanes.stride()], self.lanes)
    }

    /// The batch's loss: what the loss's reduction makes of those of the samples, and what the outputs of layers add.
    pub(super) fn loss<L>(&mut self, loss: &L) -> f64
    where
        L: Loss<M::Output, M::Activation, Target = Y>,
    {
        let mut losses = take(&mut self.losses);
        loss.losses(self.prediction(), self.targets(), &mut losses[..self.lanes.stride()]);
        self.losses = losses;

        let samples = self.lanes.samples();
        let targets = Y::batch(&self.targets[..Y::WIDTH * self.lanes.stride()], self.lanes);
        let weight = |sample| if self.is_weighted { self.weights[sample] } else { M::Scalar::of(1.0) };
        let counted = || (0..samples).filter(|&sample| loss.counts(targets, sample, self.losses[sample]));
        let divisor = loss.reduction().divisor(counted().map(weight));
        self.shares[..self.lanes.stride()].fill(M::Scalar::default());
        if divisor == 0.0 {
            return self.penalty;
        }
        let mut total = 0.0;
        for sample in counted() {
            total += weight(sample).to_f64() * self.losses[sample].to_f64();
            self.shares[sample] = weight(sample) / M::Scalar::of(divisor);
        }
        total / divisor + self.penalty
    }

    /// The gradient of the batch's loss, for all variables, in the order of the arena. [`loss`](Self::loss) comes
    /// before.
    pub(super) fn backward<L>(&mut self, model: &M, loss: &L) -> &mut [M::Scalar]
    where
        L: Loss<M::Output, M::Activation, Target = Y>,
    {
        let (lanes, stride) = (self.lanes, self.lanes.stride());
        let (mut delta, mut activity) = (take(self.delta()), take(&mut self.activity));
        let mut gradient = BatchMut::new(&mut delta[..M::Output::LEN * stride], lanes);
        let shares = &self.shares[..stride];
        loss.shared_gradient(self.prediction(), self.targets(), shares, gradient.reborrow());
        gradient.clear_padding();
        let Prediction { preactivations, outputs } = self.prediction();
        let known = M::Activation::DERIVATIVE.known(preactivations, outputs);
        if !L::FUSED {
            model.activation().backward(known, gradient.reborrow());
        }
        if let Some(regularizer) = model.activity_regularizer() {
            activity.clear();
            activity.resize(gradient.values().len(), M::Scalar::default());
            let mut activity = BatchMut::<_, M::Output>::new(&mut activity, lanes);
            activity::add_gradient(regularizer, outputs.values(), activity.values(), lanes, lanes.samples());
            model.activation().backward(known, activity.reborrow());
            let sums = gradient.values().iter_mut().zip(activity.values());
            sums.for_each(|(gradient, &mut more)| *gradient += more);
        }
        (*self.delta(), self.activity) = (delta, activity);

        let pieces = &mut self.pieces[..self.count];
        let is_split = pieces.len() > 1;
        self.threads.each(pieces, |piece| {
            if is_split {
                piece.take_delta(&self.gathered.delta, stride);
            }
            piece.backward(model);
        });
        let (first, others) = pieces.split_first_mut().expect("there is at least one piece");
        for piece in others {
            let sums = first.gradients.iter_mut().zip(&piece.gradients);
            sums.for_each(|(sum, &gradient)| *sum += gradient);
        }
        &mut first.gradients
    }

    /// Where the gradient of the loss with respect to the batch's results is.
    fn delta(&mut self) -> &mut Vec<M::Scalar> {
        if let [piece] = &mut self.pieces[..self.count] {
            &mut piece.results.delta
        } else {
            &mut self.gathered.delta
        }
    }
}
