use plywood::activations::{ActivationFn, Derivative, Elementwise};
use plywood::prelude::*;
use plywood::{Batch, BatchMut, Scalar, Shape, gradient_check};

use crate::layer::first;
use crate::loss::LogCosh;
use crate::plane;

/// `z / (1 + |z|)`
#[derive(Clone, Copy, Debug, Default)]
pub struct Softsign;

impl Elementwise for Softsign {
    const NAME: &'static str = "softsign";

    fn value<T: Scalar>(&self, z: T) -> T {
        z / (T::one() + z.abs())
    }

    fn derivative<T: Scalar>(&self, a: T) -> T {
        (T::one() - a.abs()) * (T::one() - a.abs())
    }
}

/// `z / (1 + e⁻ᶻ)`, whose derivative needs `z`.
#[derive(Clone, Copy, Debug, Default)]
pub struct Swish;

impl Elementwise for Swish {
    const NAME: &'static str = "swish";
    const DERIVATIVE: Derivative = Derivative::FromInput;

    fn value<T: Scalar>(&self, z: T) -> T {
        z / (T::one() + (-z).exp())
    }

    fn derivative<T: Scalar>(&self, z: T) -> T {
        let s = T::one() / (T::one() + (-z).exp());
        s + z * s * (T::one() - s)
    }
}

/// In the middle and at the end.
#[test]
fn an_activation_can_need_its_argument_for_the_derivative() {
    model! { struct Swishes { Dense<2, 8, Swish>, Dense<_, 4, Swish>, Dense<_, 1, Swish> } }
    let check = gradient_check(&Swishes::<f64>::new(3), &LogCosh, &plane()).unwrap().unwrap();
    assert!(check.error < 1e-7, "{check:?}");
}

/// `eᶻ`, written for the samples alone, with a derivative that is NaN where padding lanes would keep a negative `z`.
#[derive(Clone, Copy, Debug, Default)]
struct Exp;

impl ActivationFn for Exp {
    const NAME: &'static str = "exp";

    fn forward<T: Scalar, S: Shape>(&self, mut values: BatchMut<'_, T, S>) {
        for (sample, feature) in
            (0..values.samples()).flat_map(|sample| (0..S::LEN).map(move |n| (sample, n)))
        {
            let z = values.as_batch().at(feature, sample);
            values.set(feature, sample, z.exp());
        }
    }

    fn backward<T: Scalar, S: Shape>(&self, known: Batch<'_, T, S>, mut gradient: BatchMut<'_, T, S>) {
        for (gradient, &a) in gradient.values().iter_mut().zip(known.values()) {
            *gradient *= a.sqrt() * a.sqrt();
        }
    }
}

/// Alone, at the end, and inside of a recurrent layer.
#[test]
fn padding_lanes_are_filled_after_an_activation() {
    model! {
        struct Through {
            Dense<2, 3, Exp>,
            LayerNormalization,
            Dense<_, 1, Exp>,
        }
    }
    model! { struct Recurrent { Input<2>, Reshape<2, 1>, SimpleRNN<3, Exp>, Dense<1> } }
    for samples in [1, 8, 10] {
        let error =
            gradient_check(&Through::<f64>::new(3), &LogCosh, &first(samples)).unwrap().unwrap().error;
        assert!(error < 1e-6, "{samples} samples: {error}");
        let error =
            gradient_check(&Recurrent::<f64>::new(3), &LogCosh, &first(samples)).unwrap().unwrap().error;
        assert!(error < 1e-6, "{samples} samples: {error}");
    }
}
