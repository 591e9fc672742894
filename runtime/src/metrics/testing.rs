//! What a metric says of a few samples.

use super::{Metric, Score, Seen};
use crate::activations::linear;
use crate::data::{Classes, Target};
use crate::kernels::gather::{Rows, gather};
use crate::layout::Lanes;
use crate::losses::Prediction;
use crate::tensor::{Batch, Features, Shape};

/// Of outputs and targets of the same width.
pub(super) fn score<M, const N: usize>(metric: &M, outputs: &[[f64; N]], targets: &[[f64; N]]) -> Score
where
    M: Metric<Features<N>, linear, Features<N>>,
{
    score_of(metric, outputs, targets, None)
}

/// Of outputs and targets of the same width, with weights.
pub(super) fn weighted_score<M, const N: usize>(
    metric: &M,
    outputs: &[[f64; N]],
    targets: &[[f64; N]],
    weights: &[f64],
) -> Score
where
    M: Metric<Features<N>, linear, Features<N>>,
{
    score_of(metric, outputs, targets, Some(weights))
}

/// Of outputs for classes.
pub(super) fn class_score<M, const N: usize>(metric: &M, outputs: &[[f64; N]], classes: &[usize]) -> Score
where
    M: Metric<Features<N>, linear, Classes<N>>,
{
    score_of(metric, outputs, classes, None)
}

/// Of outputs of any shape and any targets.
pub(super) fn score_of<Out: Shape, Y: Target, M: Metric<Out, linear, Y>>(
    metric: &M,
    outputs: &[Out::Array<f64>],
    targets: &[Y::Value<f64>],
    weights: Option<&[f64]>,
) -> Score {
    let lanes = Lanes::new(outputs.len());
    let elements = Y::elements::<f64>(targets.iter().cloned()).unwrap();
    let mut gathered =
        (vec![0.0; Out::LEN * lanes.stride()], vec![Y::Element::<f64>::default(); Y::WIDTH * lanes.stride()]);
    gather(bytemuck::cast_slice(outputs), Out::LEN, Rows::From(0), lanes, &mut gathered.0);
    gather(&elements, Y::WIDTH, Rows::From(0), lanes, &mut gathered.1);
    let outputs = Batch::new(&gathered.0, lanes);
    let prediction = Prediction::new(outputs, outputs);
    let mut state = metric.state();
    metric.update(&mut state, Seen::new(prediction, Y::batch(&gathered.1, lanes), weights));
    metric.result(&state)
}
