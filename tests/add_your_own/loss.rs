use plywood::losses::{Loss, LossOptions, Prediction};
use plywood::prelude::*;
use plywood::{Batch, BatchMut, Scalar, Shape};

use crate::plane;

/// `ln cosh(p − y)`, summed.
#[derive(Clone)]
pub struct LogCosh;

impl LossOptions for LogCosh {
    fn name(&self) -> &str {
        "log_cosh"
    }
}

impl<Out: Shape, A> Loss<Out, A> for LogCosh {
    type Target = Out;

    fn losses<T: Scalar>(
        &self,
        prediction: Prediction<'_, T, Out>,
        targets: Batch<'_, T, Out>,
        losses: &mut [T],
    ) {
        losses.fill(T::zero());
        for (outputs, targets) in prediction.outputs.features().zip(targets.features()) {
            for ((loss, &p), &y) in losses.iter_mut().zip(outputs).zip(targets) {
                *loss += (p - y).cosh().ln();
            }
        }
    }

    fn gradient<T: Scalar>(
        &self,
        prediction: Prediction<'_, T, Out>,
        targets: Batch<'_, T, Out>,
        mut gradient: BatchMut<'_, T, Out>,
    ) {
        let pairs = prediction.outputs.values().iter().zip(targets.values());
        gradient.values().iter_mut().zip(pairs).for_each(|(gradient, (&p, &y))| *gradient = (p - y).tanh());
    }
}

#[test]
fn a_loss_is_a_metric_too() {
    let mut model = model![Dense<2, 1>].compile(SGD::new(0.1), LogCosh, (LogCosh,));
    let history = model.fit(&plane(), Fit::epochs(3)).unwrap();
    assert_eq!(history.get("log_cosh"), history.get("loss"));
    assert!(history.loss()[2] < history.loss()[0]);
}
