//! W1: 4-8(relu)-3(softmax), cross-entropy, Adam, batches of 5.

use super::dense::{Dense, Rate};
use crate::twins::{Irises, Losses, Shuffle};

const BATCH: usize = 5;

#[derive(Clone, Copy)]
pub struct Network {
    hidden: Dense<4, 8>,
    output: Dense<8, 3>,
}

impl Network {
    /// The network with these variables, as Keras has them.
    pub fn new(variables: &[Vec<f32>]) -> Self {
        let [kernel, bias, output_kernel, output_bias] = variables else { panic!("two layers") };
        Self { hidden: Dense::new(kernel, bias), output: Dense::new(output_kernel, output_bias) }
    }

    /// The loss of a sample, whose part is added to the gradient of the mean.
    fn backpropagate(&mut self, sample: &[f32; 4], class: usize) -> f32 {
        let hidden = self.hidden.forward(sample).map(|sum| sum.max(0.0));
        let logits = self.output.forward(&hidden);
        let largest = logits[0].max(logits[1]).max(logits[2]);
        let powers = logits.map(|logit| (logit - largest).exp());
        let sum: f32 = powers.iter().sum();
        let loss = sum.ln() + largest - logits[class];

        let mut delta = powers.map(|power| power / sum / BATCH as f32);
        delta[class] -= 1.0 / BATCH as f32;
        self.output.add_gradient(&hidden, &delta);
        let mut delta = self.output.input_gradient(&delta);
        for (delta, hidden) in delta.iter_mut().zip(hidden) {
            if hidden <= 0.0 {
                *delta = 0.0;
            }
        }
        self.hidden.add_gradient(sample, &delta);
        loss
    }
}

/// A whole fit, which begins with this network. `shuffle` brings the samples into an order for each epoch. Gives the
/// loss of each.
pub fn fit(network: &Network, data: &Irises, shuffle: Shuffle<'_>) -> Losses {
    let mut network = *network;
    let mut rate = Rate::new(0.005);
    let mut losses = [0.0; _];
    for mean in &mut losses {
        let mut order = core::array::from_fn(|sample| sample);
        shuffle(&mut order);
        for batch in order.as_chunks::<BATCH>().0 {
            for &sample in batch {
                let loss = network.backpropagate(&data.samples[sample], data.classes[sample]);
                *mean += f64::from(loss) / order.len() as f64;
            }
            let rate = rate.next();
            network.hidden.step(rate);
            network.output.step(rate);
        }
    }
    losses
}
