//! The training loop of the libraries that leave it to their users.

use std::hint::black_box;

use crate::rng::Rng;
use crate::{Kind, Workload, answer, calls, runs};

/// A library, made ready for one workload.
pub trait Network {
    /// Variables, and what the optimizer remembers.
    type Model;

    /// Inputs and targets as the library's own tensors.
    type Batch;

    /// The model with the workload's first variables.
    fn model(&self) -> Self::Model;

    fn batch(&self, samples: usize, inputs: Vec<f32>, targets: Vec<f32>) -> Self::Batch;

    /// One step of the optimizer.
    fn step(&self, model: &mut Self::Model, batch: &Self::Batch);

    /// The loss and its gradient.
    fn gradient(&self, model: &mut Self::Model, batch: &Self::Batch);

    /// Probabilities or values, for a batch after the other.
    fn predict(&self, model: &Self::Model, batch: &Self::Batch) -> Vec<f32>;
}

/// Runs the workload once to check it, and then as often as the harness asks.
pub fn measure<N: Network>(workload: &Workload, network: &N) {
    let in_order: Vec<usize> = (0..workload.samples).collect();
    let batches: Vec<N::Batch> =
        in_order.chunks(workload.batch).map(|rows| gather(workload, network, rows)).collect();
    let mut model = network.model();
    if workload.kind == Kind::Fit {
        train(workload, network, &mut model, &batches);
    }
    let predictions: Vec<f32> = batches.iter().flat_map(|batch| network.predict(&model, batch)).collect();
    answer(workload.loss(&predictions), || match workload.kind {
        Kind::Fit if workload.shuffle => {
            runs(|| network.model(), |model| train_shuffled(workload, network, model, in_order.clone()))
        }
        Kind::Fit => runs(|| network.model(), |model| train(workload, network, model, &batches)),
        Kind::Gradient => calls(|| network.gradient(&mut model, &batches[0])),
        Kind::Predict => calls(|| {
            black_box(network.predict(&model, &batches[0]));
        }),
    });
}

fn train<N: Network>(workload: &Workload, network: &N, model: &mut N::Model, batches: &[N::Batch]) {
    for _ in 0..workload.epochs {
        batches.iter().for_each(|batch| network.step(model, batch));
    }
}

fn train_shuffled<N: Network>(workload: &Workload, network: &N, model: &mut N::Model, mut order: Vec<usize>) {
    let mut rng = Rng::new();
    for _ in 0..workload.epochs {
        rng.shuffle(&mut order);
        for rows in order.chunks(workload.batch) {
            network.step(model, &gather(workload, network, rows));
        }
    }
}

/// The samples `rows` as a batch.
fn gather<N: Network>(workload: &Workload, network: &N, rows: &[usize]) -> N::Batch {
    let pick = |values: &[f32]| {
        let width = values.len() / workload.samples;
        rows.iter().flat_map(|&row| &values[row * width..(row + 1) * width]).copied().collect()
    };
    network.batch(rows.len(), pick(&workload.inputs), pick(&workload.targets))
}
