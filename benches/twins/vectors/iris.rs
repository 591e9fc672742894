//! W1 by hand: 4-8(relu)-3(softmax), cross-entropy, Adam, batches of 5. The eight hidden units are the lanes of a
//! vector, so the samples come one after the other, and nothing has to be brought into another order.

use super::adam::Adam;
use super::lanes::Lanes;
use crate::twins::{Irises, Losses, Shuffle};

const SAMPLES: usize = 120;
const BATCH: usize = 5;
const CLASSES: usize = 3;

/// The rows of the table of weights: those of the first kernel, one for each input; the first bias; the columns of the
/// second kernel, one for each class; the second bias, in the first three places.
const FIRST_BIAS: usize = 4;
const SECOND: usize = 5;
const SECOND_BIAS: usize = 8;

pub type Weights = [[f32; 8]; 9];

/// The table of these variables: kernels and biases as Keras has them.
pub fn weights(variables: &[Vec<f32>]) -> Weights {
    let [first, first_bias, second, second_bias] = variables else { panic!("two layers") };
    let mut weights = [[0.0; 8]; 9];
    weights[..FIRST_BIAS].as_flattened_mut().copy_from_slice(first);
    weights[FIRST_BIAS].copy_from_slice(first_bias);
    for (unit, of_unit) in second.chunks_exact(CLASSES).enumerate() {
        for (class, &weight) in of_unit.iter().enumerate() {
            weights[SECOND + class][unit] = weight;
        }
    }
    weights[SECOND_BIAS][..CLASSES].copy_from_slice(second_bias);
    weights
}

/// A whole fit, which begins with these weights. `shuffle` brings the samples into an order for each epoch. Gives the
/// loss of each.
#[target_feature(enable = "avx2,fma")]
pub fn fit(weights: &Weights, data: &Irises, shuffle: Shuffle<'_>) -> Losses {
    let mut weights = *weights;
    let mut adam = Adam::<9>::new(0.005);
    let mut losses = [0.0; _];
    for mean in &mut losses {
        let mut order = core::array::from_fn(|sample| sample);
        shuffle(&mut order);
        for batch in order.as_chunks().0 {
            let (loss, gradients) = backpropagate(data, batch, &weights);
            *mean += f64::from(loss) / SAMPLES as f64;
            adam.step(&mut weights, &gradients);
        }
    }
    losses
}

/// The sum of the losses of the samples `batch`, and the gradient of their mean.
#[inline]
#[target_feature(enable = "avx2,fma")]
fn backpropagate(data: &Irises, batch: &[usize; BATCH], weights: &Weights) -> (f32, Weights) {
    let rows = weights.map(|row| Lanes::load(&row));
    let zero = Lanes::all(0.0);

    let mut hidden = [zero; BATCH];
    // For each class, with a lane for each sample.
    let mut logits = [[0.0; 8]; CLASSES];
    let mut targets = [[0.0; 8]; CLASSES];
    for lane in 0..BATCH {
        let mut sums = rows[FIRST_BIAS];
        for (input, &value) in data.samples[batch[lane]].iter().enumerate() {
            sums = sums.plus_product(Lanes::all(value), rows[input]);
        }
        hidden[lane] = sums.max(zero);
        for class in 0..CLASSES {
            let sum = hidden[lane].times(rows[SECOND + class]).sum();
            logits[class][lane] = sum + weights[SECOND_BIAS][class];
        }
        targets[data.classes[batch[lane]]][lane] = 1.0 / BATCH as f32;
    }

    let logits = logits.map(|class| Lanes::load(&class));
    let targets = targets.map(|class| Lanes::load(&class));
    let largest = logits[0].max(logits[1]).max(logits[2]);
    let powers = logits.map(|class| class.minus(largest).exp());
    let sums = powers[0].plus(powers[1]).plus(powers[2]);
    let share = Lanes::all(1.0 / BATCH as f32).divided_by(sums);
    let mut lacks = zero;
    let mut deltas = [[0.0; 8]; CLASSES];
    for class in 0..CLASSES {
        lacks = lacks.plus_product(targets[class], largest.minus(logits[class]));
        deltas[class] = powers[class].times(share).minus(targets[class]).values();
    }
    // One logarithm of the product does for all samples: each sum is from 1 to 3.
    let product: f32 = sums.values()[..BATCH].iter().product();
    let loss = BATCH as f32 * lacks.sum() + product.ln();

    let mut gradients = [zero; 9];
    let mut bias = [0.0; 8];
    for lane in 0..BATCH {
        let mut back = zero;
        for class in 0..CLASSES {
            bias[class] += deltas[class][lane];
            let delta = Lanes::all(deltas[class][lane]);
            let row = SECOND + class;
            gradients[row] = gradients[row].plus_product(delta, hidden[lane]);
            back = back.plus_product(delta, rows[row]);
        }
        let back = back.where_positive(hidden[lane]);
        gradients[FIRST_BIAS] = gradients[FIRST_BIAS].plus(back);
        for (input, &value) in data.samples[batch[lane]].iter().enumerate() {
            gradients[input] = gradients[input].plus_product(Lanes::all(value), back);
        }
    }
    gradients[SECOND_BIAS] = Lanes::load(&bias);
    (loss, gradients.map(|row| row.values()))
}
