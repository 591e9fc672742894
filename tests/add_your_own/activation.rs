use plywood::activations::{Derivative, Elementwise};
use plywood::prelude::*;
use plywood::{Scalar, gradient_check};

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
