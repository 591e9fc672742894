//! The working memory of training and evaluation: allocated once, used for every batch.

use core::mem::take;

use crate::activations::ActivationFn;
use crate::batch::Lanes;
use crate::chain::activity;
use crate::data::{Dataset, Target};
use crate::kernels::gather::gather;
use crate::layer::{Backward, Forward, Pass, parameters};
use crate::losses::{Loss, Prediction};
use crate::metrics::Seen;
use crate::{Batch, BatchMut, Model, Scalar, Shape};

/// Room for one batch on its way through a model, to the loss, and back.
pub(super) struct Workspace<M: Model, Y: Target> {
    lanes: Lanes,
    inputs: Vec<M::Scalar>,
    targets: Vec<Y::Element<M::Scalar>>,
    pass: Pass,
    saved: Vec<M::Scalar>,
    preactivations: Vec<M::Scalar>,
    outputs: Vec<M::Scalar>,
    delta: Vec<M::Scalar>,
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
    gradients: Vec<M::Scalar>,
}

impl<M: Model, Y: Target> Workspace<M, Y> {
    /// Room for batches of up to `samples` samples.
    pub(super) fn new(samples: usize) -> Self {
        let stride = Lanes::new(samples).stride();
        let zeros = |len: usize| bytemuck::zeroed_vec::<M::Scalar>(len * stride);
        Self {
            lanes: Lanes::new(0),
            inputs: zeros(M::Input::LEN),
            targets: vec![Y::Element::<M::Scalar>::default(); Y::WIDTH * stride],
            pass: Pass::inference(),
            saved: zeros(M::SAVED),
            preactivations: zeros(M::Output::LEN),
            outputs: zeros(M::Output::LEN),
            delta: zeros(M::Output::LEN),
            losses: zeros(1),
            weights: zeros(1),
            is_weighted: false,
            shares: zeros(1),
            penalty: 0.0,
            activity: Vec::new(),
            gradients: Vec::new(),
        }
    }

    /// Whether a batch of `samples` samples fits.
    pub(super) fn has_room(&self, samples: usize) -> bool {
        Lanes::new(samples).stride() <= self.losses.len()
    }

    /// Fills all memory with NaN.
    pub(super) fn poison(&mut self) {
        self.gradients = bytemuck::zeroed_vec(parameters::<M>());
        let Self { saved, preactivations, outputs, delta, losses, shares, gradients, .. } = self;
        for memory in [saved, preactivations, outputs, delta, losses, shares, gradients] {
            memory.fill(M::Scalar::of(f64::NAN));
        }
    }

    /// Takes in the samples `rows` of `data`, with their weights if there are any.
    pub(super) fn load(
        &mut self,
        data: &Dataset<M::Input, Y, M::Scalar>,
        weights: Option<&[M::Scalar]>,
        samples: usize,
        rows: impl Fn(usize) -> usize,
    ) {
        self.lanes = Lanes::new(samples);
        let stride = self.lanes.stride();
        gather(data.inputs(), M::Input::LEN, &rows, self.lanes, &mut self.inputs[..M::Input::LEN * stride]);
        gather(data.target_elements(), Y::WIDTH, &rows, self.lanes, &mut self.targets[..Y::WIDTH * stride]);
        self.is_weighted = weights.is_some();
        if let Some(weights) = weights {
            gather(weights, 1, &rows, self.lanes, &mut self.weights[..stride]);
        }
    }

    /// Sends the loaded batch through the model.
    pub(super) fn forward(&mut self, model: &M, pass: Pass) {
        let stride = self.lanes.stride();
        let inputs = Batch::new(&self.inputs[..M::Input::LEN * stride], self.lanes);
        let preactivations = &mut self.preactivations[..M::Output::LEN * stride];
        let saved = &mut self.saved[..M::SAVED * stride];
        let results = BatchMut::new(preactivations, self.lanes);
        self.penalty = 0.0;
        let penalty = &mut self.penalty;
        model.forward(Forward::new(model.arena().values(), inputs, results, saved, pass, penalty));
        self.pass = pass;
        let outputs = &mut self.outputs[..M::Output::LEN * stride];
        outputs.copy_from_slice(preactivations);
        let mut outputs = BatchMut::<_, M::Output>::new(outputs, self.lanes);
        model.activation().forward(outputs.reborrow());
        if let Some(regularizer) = model.activity_regularizer() {
            self.penalty += activity::penalty(regularizer, outputs.values(), self.lanes);
        }
    }

    /// What the model made of the batch.
    fn prediction(&self) -> Prediction<'_, M::Scalar, M::Output> {
        let len = M::Output::LEN * self.lanes.stride();
        Prediction {
            preactivations: Batch::new(&self.preactivations[..len], self.lanes),
            outputs: Batch::new(&self.outputs[..len], self.lanes),
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
        let stride = self.lanes.stride();
        let (mut delta, mut activity) = (take(&mut self.delta), take(&mut self.activity));
        let mut gradient = BatchMut::new(&mut delta[..M::Output::LEN * stride], self.lanes);
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
            let mut activity = BatchMut::<_, M::Output>::new(&mut activity, self.lanes);
            activity::add_gradient(regularizer, outputs.values(), activity.values(), self.lanes);
            model.activation().backward(known, activity.reborrow());
            let sums = gradient.values().iter_mut().zip(activity.values());
            sums.for_each(|(gradient, &mut more)| *gradient += more);
        }
        // Evaluation has no use for them, so they are made at the first step.
        if self.gradients.is_empty() {
            self.gradients = bytemuck::zeroed_vec(parameters::<M>());
        }
        model.backward(Backward::new(
            model.arena().values(),
            Batch::new(&self.inputs[..M::Input::LEN * stride], self.lanes),
            &mut self.saved[..M::SAVED * stride],
            gradient.as_batch(),
            &mut self.gradients,
            None,
            self.pass,
        ));
        (self.delta, self.activity) = (delta, activity);
        &mut self.gradients
    }
}
