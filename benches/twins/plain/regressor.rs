//! W8: 32-64(tanh)-64(tanh)-1, mean squared error, Adam, batches of 64.

use super::dense::{Dense, Rate};

const BATCH: usize = 64;

#[derive(Clone, Copy)]
pub struct Network {
    first: Dense<32, 64>,
    second: Dense<64, 64>,
    last: Dense<64, 1>,
    rate: Rate,
}

impl Network {
    /// The network with these variables, as Keras has them.
    pub fn new(variables: &[Vec<f32>]) -> Self {
        let [first, first_bias, second, second_bias, last, last_bias] = variables else {
            panic!("three layers")
        };
        Self {
            first: Dense::new(first, first_bias),
            second: Dense::new(second, second_bias),
            last: Dense::new(last, last_bias),
            rate: Rate::new(0.001),
        }
    }

    /// A pass through the data, in its order. Gives the loss.
    pub fn epoch(&mut self, samples: &[[f32; 32]], targets: &[f32]) -> f64 {
        let mut total = 0.0;
        for (batch, targets) in samples.chunks_exact(BATCH).zip(targets.chunks_exact(BATCH)) {
            for (sample, target) in batch.iter().zip(targets) {
                total += f64::from(self.backpropagate(sample, *target));
            }
            let rate = self.rate.next();
            self.first.step(rate);
            self.second.step(rate);
            self.last.step(rate);
        }
        total / samples.len() as f64
    }

    /// The loss of a sample, whose part is added to the gradient of the mean.
    fn backpropagate(&mut self, sample: &[f32; 32], target: f32) -> f32 {
        let first = self.first.forward(sample).map(f32::tanh);
        let second = self.second.forward(&first).map(f32::tanh);
        let error = self.last.forward(&second)[0] - target;

        let delta = [2.0 / BATCH as f32 * error];
        self.last.add_gradient(&second, &delta);
        let delta = derivative(self.last.input_gradient(&delta), &second);
        self.second.add_gradient(&first, &delta);
        let delta = derivative(self.second.input_gradient(&delta), &first);
        self.first.add_gradient(sample, &delta);
        error * error
    }
}

/// The gradient with respect to what `tanh` was taken of.
fn derivative(mut delta: [f32; 64], values: &[f32; 64]) -> [f32; 64] {
    for (delta, value) in delta.iter_mut().zip(values) {
        *delta *= 1.0 - value * value;
    }
    delta
}
