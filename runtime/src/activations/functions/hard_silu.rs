use crate::activations::{Derivative, Elementwise, hard_sigmoid};
use crate::tensor::Scalar;

/// `a = z · hard_sigmoid(z)`, also called `hard_swish`: derivative 0 where `z ≤ −3`, 1 where `z ≥ 3`, and
/// `(2 z + 3) / 6` between.
///
/// Source: A. Howard et al., "Searching for MobileNetV3", 2019.
#[expect(non_camel_case_types, reason = "Keras' name")]
#[derive(Clone, Copy, Debug, Default)]
#[non_exhaustive]
pub struct hard_silu {}

impl Elementwise for hard_silu {
    const NAME: &'static str = "hard_silu";
    const DERIVATIVE: Derivative = Derivative::FromInput;

    #[inline]
    fn value<T: Scalar>(&self, z: T) -> T {
        z * hard_sigmoid {}.value(z)
    }

    #[inline]
    fn derivative<T: Scalar>(&self, z: T) -> T {
        let three = T::of(3.0);
        if z <= -three {
            T::zero()
        } else if z >= three {
            T::one()
        } else {
            (z + z + three) / T::of(6.0)
        }
    }
}

/// Another name of [`hard_silu`].
#[expect(non_camel_case_types, reason = "Keras' name")]
pub type hard_swish = hard_silu;
