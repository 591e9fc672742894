//! W8 by hand: 32-64(tanh)-64(tanh)-1, mean squared error, Adam, batches of 64. Values lie as the data does, sample
//! after sample, and the lanes of a vector are units of a layer.

use super::adam::Adam;
use super::lanes::Lanes;

const BATCH: usize = 64;
const INPUTS: usize = 32;
const UNITS: usize = 64;

/// The rows of the table of weights: those of the first kernel, one for each input; the first bias; the rows of the
/// second kernel, one for each unit; the second bias; the last kernel, a single column; the last bias, in the first
/// place.
const FIRST_BIAS: usize = INPUTS;
const SECOND: usize = FIRST_BIAS + 1;
const SECOND_BIAS: usize = SECOND + UNITS;
const LAST: usize = SECOND_BIAS + 1;
const LAST_BIAS: usize = LAST + 1;
const ROWS: usize = LAST_BIAS + 1;

type Row = [f32; UNITS];
type Weights = [Row; ROWS];

/// A network that is trained.
pub struct Training {
    weights: Box<Weights>,
    adam: Box<Adam<{ ROWS * UNITS / 8 }>>,
}

impl Training {
    /// Begins with these variables: kernels and biases as Keras has them, which lie in the table one after the other.
    pub fn new(variables: &[Vec<f32>]) -> Self {
        let values = variables.concat();
        let mut weights = Box::new([[0.0; UNITS]; ROWS]);
        weights.as_flattened_mut()[..values.len()].copy_from_slice(&values);
        Self { weights, adam: Box::new(Adam::new(0.001)) }
    }

    /// A pass through the data, in its order. Gives the loss.
    #[target_feature(enable = "avx2,fma")]
    pub fn epoch(&mut self, samples: &[[f32; INPUTS]], targets: &[f32]) -> f64 {
        let mut total = 0.0;
        for (samples, targets) in samples.as_chunks().0.iter().zip(targets.as_chunks().0) {
            let mut gradients = [[0.0; UNITS]; ROWS];
            total += f64::from(backpropagate(&self.weights, samples, targets, &mut gradients));
            let weights = self.weights.as_flattened_mut().as_chunks_mut().0;
            self.adam.step(weights, gradients.as_flattened().as_chunks().0);
        }
        total / samples.len() as f64
    }
}

/// The sum of the losses of a batch. The gradient of their mean is added to `gradients`.
#[inline]
#[target_feature(enable = "avx2,fma")]
fn backpropagate(
    weights: &Weights,
    samples: &[[f32; INPUTS]; BATCH],
    targets: &[f32; BATCH],
    gradients: &mut Weights,
) -> f32 {
    let second = &weights[SECOND..SECOND_BIAS];
    let mut first_units = [weights[FIRST_BIAS]; BATCH];
    add_product(&mut first_units, |sample, input| samples[sample][input], &weights[..INPUTS]);
    activate(&mut first_units);
    let mut second_units = [weights[SECOND_BIAS]; BATCH];
    add_product(&mut second_units, |sample, unit| first_units[sample][unit], second);
    activate(&mut second_units);

    let mut loss = 0.0;
    let mut second_deltas = [[0.0; UNITS]; BATCH];
    for sample in 0..BATCH {
        let units = &second_units[sample];
        let error = weights[LAST_BIAS][0] + dot(units, &weights[LAST]) - targets[sample];
        loss += error * error;
        let delta = 2.0 / BATCH as f32 * error;
        gradients[LAST_BIAS][0] += delta;
        add_multiple(&mut gradients[LAST], delta, units);
        add_multiple(&mut second_deltas[sample], delta, &weights[LAST]);
    }
    derive(&mut second_deltas, &second_units, &mut gradients[SECOND_BIAS]);
    let second_gradients = &mut gradients[SECOND..SECOND_BIAS];
    add_product(second_gradients, |unit, sample| first_units[sample][unit], &second_deltas);

    let mut transposed = [[0.0; UNITS]; UNITS];
    for (row, weights) in second.iter().enumerate() {
        for (column, &weight) in weights.iter().enumerate() {
            transposed[column][row] = weight;
        }
    }
    let mut first_deltas = [[0.0; UNITS]; BATCH];
    add_product(&mut first_deltas, |sample, unit| second_deltas[sample][unit], &transposed);
    derive(&mut first_deltas, &first_units, &mut gradients[FIRST_BIAS]);
    add_product(&mut gradients[..INPUTS], |input, sample| samples[sample][input], &first_deltas);
    loss
}

#[inline]
#[target_feature(enable = "avx2,fma")]
fn activate(batch: &mut [Row; BATCH]) {
    for values in batch.as_flattened_mut().as_chunks_mut().0 {
        *values = Lanes::load(values).tanh().values();
    }
}

/// Turns the gradient with respect to units into that with respect to what `tanh` was taken of, and adds it up.
#[inline]
#[target_feature(enable = "avx2,fma")]
fn derive(deltas: &mut [Row; BATCH], units: &[Row; BATCH], sum: &mut Row) {
    for (deltas, units) in deltas.iter_mut().zip(units) {
        let places = deltas.as_chunks_mut().0.iter_mut().zip(units.as_chunks().0);
        for ((delta, unit), sum) in places.zip(sum.as_chunks_mut().0) {
            let unit = Lanes::load(unit);
            let derivative = Lanes::all(1.0).minus(unit.times(unit));
            *delta = Lanes::load(delta).times(derivative).values();
            *sum = Lanes::load(sum).plus(Lanes::load(delta)).values();
        }
    }
}

#[inline]
#[target_feature(enable = "avx2,fma")]
fn dot(a: &Row, b: &Row) -> f32 {
    let mut sum = Lanes::all(0.0);
    for (a, b) in a.as_chunks().0.iter().zip(b.as_chunks().0) {
        sum = sum.plus_product(Lanes::load(a), Lanes::load(b));
    }
    sum.sum()
}

/// `sum ← sum + factor · row`
#[inline]
#[target_feature(enable = "avx2,fma")]
fn add_multiple(sum: &mut Row, factor: f32, row: &Row) {
    for (sum, row) in sum.as_chunks_mut().0.iter_mut().zip(row.as_chunks().0) {
        *sum = Lanes::load(sum).plus_product(Lanes::all(factor), Lanes::load(row)).values();
    }
}

/// `sum ← sum + left · right`, block by block of 4 rows and 16 columns, whose sums stay in registers.
#[inline]
#[target_feature(enable = "avx2,fma")]
fn add_product(sum: &mut [Row], left: impl Fn(usize, usize) -> f32, right: &[Row]) {
    for (block, sum) in sum.as_chunks_mut::<4>().0.iter_mut().enumerate() {
        for column in (0..UNITS / 8).step_by(2) {
            let mut sums = [[Lanes::all(0.0); 2]; 4];
            for (k, right) in right.iter().enumerate() {
                let right = &right.as_chunks().0[column..column + 2];
                let right = [Lanes::load(&right[0]), Lanes::load(&right[1])];
                for (row, sums) in sums.iter_mut().enumerate() {
                    let left = Lanes::all(left(4 * block + row, k));
                    *sums = [sums[0].plus_product(left, right[0]), sums[1].plus_product(left, right[1])];
                }
            }
            for (sum, sums) in sum.iter_mut().zip(&sums) {
                for (sum, sums) in sum.as_chunks_mut().0[column..].iter_mut().zip(sums) {
                    *sum = Lanes::load(sum).plus(*sums).values();
                }
            }
        }
    }
}
