//! What the tests of losses share.

use super::{Loss, Prediction};
use crate::activations::ActivationFn;
use crate::data::Target;
use crate::kernels::gather::{Rows, gather, scatter};
use crate::layout::Lanes;
use crate::tensor::{Batch, BatchMut, Scalar, Shape};

/// The losses of samples, position by position, and the gradient of their sum with respect to what the last activation
/// `A` is applied to, one value after the other.
pub(super) fn run<T: Scalar, A: ActivationFn, Out: Shape, L: Loss<Out, A>>(
    loss: &L,
    preactivations: &[Out::Array<T>],
    targets: &[<L::Target as Target>::Value<T>],
) -> (Vec<T>, Vec<T>) {
    run_with(loss, preactivations, targets, |prediction, targets, gradient| {
        loss.gradient(prediction, targets, gradient);
    })
}

/// The same for a sum in which each sample's loss has a share.
pub(super) fn run_shared<T: Scalar, A: ActivationFn, Out: Shape, L: Loss<Out, A>>(
    loss: &L,
    preactivations: &[Out::Array<T>],
    targets: &[<L::Target as Target>::Value<T>],
    shares: &[T],
) -> (Vec<T>, Vec<T>) {
    let mut padded = shares.to_vec();
    padded.resize(Lanes::new(shares.len()).stride(), T::zero());
    run_with(loss, preactivations, targets, |prediction, targets, gradient| {
        loss.shared_gradient(prediction, targets, &padded, gradient);
    })
}

fn run_with<T: Scalar, A: ActivationFn, Out: Shape, L: Loss<Out, A>>(
    loss: &L,
    preactivations: &[Out::Array<T>],
    targets: &[<L::Target as Target>::Value<T>],
    write: impl Fn(Prediction<'_, T, Out>, <L::Target as Target>::Batch<'_, T>, BatchMut<'_, T, Out>),
) -> (Vec<T>, Vec<T>) {
    let lanes = Lanes::new(preactivations.len());
    let room = |len: usize| vec![T::of(f64::NAN); len * lanes.stride()];
    let mut logits = room(Out::LEN);
    gather(bytemuck::cast_slice(preactivations), Out::LEN, Rows::From(0), lanes, &mut logits);
    let mut outputs = logits.clone();
    A::default().forward(BatchMut::<_, Out>::new(&mut outputs, lanes));
    let elements = L::Target::elements(targets.iter().cloned()).unwrap();
    let width = L::Target::WIDTH;
    let mut padded = vec![elements[0]; width * lanes.stride()];
    gather(&elements, width, Rows::From(0), lanes, &mut padded);

    let preactivations = Batch::new(&logits, lanes);
    let prediction = Prediction::new(preactivations, Batch::new(&outputs, lanes));
    let targets = L::Target::batch(&padded, lanes);
    let (mut losses, mut gradient) = (room(L::POSITIONS), room(Out::LEN));
    loss.losses(prediction, targets, &mut losses);
    write(prediction, targets, BatchMut::new(&mut gradient, lanes));
    if !L::FUSED {
        let known = A::DERIVATIVE.known(preactivations, prediction.outputs);
        A::default().backward(known, BatchMut::<_, Out>::new(&mut gradient, lanes));
    }
    let by_sample = |values: &[T], each: usize| {
        let mut all = vec![T::zero(); each * lanes.samples()];
        scatter(values, each, lanes, &mut all);
        all
    };
    (by_sample(&losses, L::POSITIONS), by_sample(&gradient, Out::LEN))
}

/// The loss and its derivative for a model of one output, without an activation.
pub(super) fn at<T: Scalar, L>(loss: &L, p: f64, y: f64) -> (f64, f64)
where
    L: Loss<crate::tensor::Features<1>, crate::activations::linear, Target = crate::tensor::Features<1>>,
{
    let (losses, gradient) = run::<T, _, _, L>(loss, &[[T::of(p)]], &[[T::of(y)]]);
    (losses[0].to_f64(), gradient[0].to_f64())
}

/// Fails unless the numbers are these, but for rounding in `f64`.
#[track_caller]
pub(super) fn assert_close(found: &[f64], expected: &[f64]) {
    assert_eq!(found.len(), expected.len());
    for (found, expected) in found.iter().zip(expected) {
        let error = (found - expected).abs() / expected.abs().max(1.0);
        assert!(error < 1e-14, "{found} in place of {expected}");
    }
}

/// Fails unless the numbers are these, to the digits that another program has computed.
#[track_caller]
pub(super) fn assert_near(found: &[f64], expected: &[f64]) {
    assert_eq!(found.len(), expected.len());
    for (found, expected) in found.iter().zip(expected) {
        assert!((found - expected).abs() <= 1e-13 + 1e-9 * expected.abs(), "{found} in place of {expected}");
    }
}
