//! The working memory of training and evaluation: allocated once, used for every batch.

use crate::activations::ActivationFn;
use crate::batch::Lanes;
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
            gradients: Vec::new(),
        }
    }

    /// Fills all memory with NaN.
    pub(super) fn poison(&mut self) {
        self.gradients = bytemuck::zeroed_vec(parameters::<M>());
        let Self { saved, preactivations, outputs, delta, losses, gradients, .. } = self;
        for memory in [saved, preactivations, outputs, delta, losses, gradients] {
            memory.fill(M::Scalar::of(f64::NAN));
        }
    }

    /// Takes in the samples `rows` of `data`.
    pub(super) fn load(
        &mut self,
        data: &Dataset<M::Input, Y, M::Scalar>,
        samples: usize,
        rows: impl Fn(usize) -> usize,
    ) {
        self.lanes = Lanes::new(samples);
        let stride = self.lanes.stride();
        gather(data.inputs(), M::Input::LEN, &rows, self.lanes, &mut self.inputs[..M::Input::LEN * stride]);
        gather(data.target_elements(), Y::WIDTH, &rows, self.lanes, &mut self.targets[..Y::WIDTH * stride]);
    }

    /// Sends the loaded batch through the model.
    pub(super) fn forward(&mut self, model: &M, pass: Pass) {
        let stride = self.lanes.stride();
        let inputs = Batch::new(&self.inputs[..M::Input::LEN * stride], self.lanes);
        let preactivations = &mut self.preactivations[..M::Output::LEN * stride];
        let saved = &mut self.saved[..M::SAVED * stride];
        let results = BatchMut::new(preactivations, self.lanes);
        model.forward(Forward::new(model.arena().values(), inputs, results, saved, pass));
        self.pass = pass;
        let outputs = &mut self.outputs[..M::Output::LEN * stride];
        outputs.copy_from_slice(preactivations);
        model.activation().forward(BatchMut::<_, M::Output>::new(outputs, self.lanes));
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
        Seen::new(self.prediction().outputs, self.targets())
    }

    /// The targets of the batch.
    fn targets(&self) -> Y::Batch<'_, M::Scalar> {
        Y::batch(&self.targets[..Y::WIDTH * self.lanes.stride()], self.lanes)
    }

    /// The sum of the samples' losses.
    pub(super) fn loss<L>(&mut self, loss: &L) -> f64
    where
        L: Loss<M::Output, M::Activation, Target = Y>,
    {
        let mut losses = core::mem::take(&mut self.losses);
        loss.losses(self.prediction(), self.targets(), &mut losses[..self.lanes.stride()]);
        self.losses = losses;
        self.losses[..self.lanes.samples()].iter().map(|loss| loss.to_f64()).sum()
    }

    /// The gradient of the batch's mean loss, for all variables, in the order of the arena.
    pub(super) fn backward<L>(&mut self, model: &M, loss: &L) -> &[M::Scalar]
    where
        L: Loss<M::Output, M::Activation, Target = Y>,
    {
        let stride = self.lanes.stride();
        let mut delta = core::mem::take(&mut self.delta);
        let mut gradient = BatchMut::new(&mut delta[..M::Output::LEN * stride], self.lanes);
        loss.gradient(self.prediction(), self.targets(), gradient.reborrow());
        average(gradient.reborrow());
        if !L::FUSED {
            let Prediction { preactivations, outputs } = self.prediction();
            let known = M::Activation::DERIVATIVE.known(preactivations, outputs);
            model.activation().backward(known, gradient.reborrow());
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
        self.delta = delta;
        &self.gradients
    }
}

/// From a gradient for each sample's loss to that for the mean: divided by the number of samples, and zero in
/// padding lanes.
fn average<T: Scalar, S: Shape>(mut gradient: BatchMut<'_, T, S>) {
    let samples = gradient.samples();
    let share = T::one() / T::of(samples as f64);
    for lanes in gradient.features() {
        lanes[..samples].iter_mut().for_each(|value| *value *= share);
    }
    gradient.clear_padding();
}
