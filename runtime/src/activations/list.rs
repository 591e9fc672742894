use core::fmt::Debug;

use super::{ActivationFn, Derivative, apply, apply_back};
use crate::simd::Instructions;
use crate::tensor::{Batch, BatchMut, Flow, Scalar, Shape};

/// What is applied to all that flows out of a layer: an [`ActivationFn`], or for a tuple of shapes a tuple of these.
pub trait Activations<F: Flow>: Copy + Debug + Default + Send + Sync + 'static {
    /// The name, as Keras spells it: that of the first output.
    const NAME: &'static str;

    /// Whether nothing is applied.
    #[doc(hidden)]
    const IS_LINEAR: bool;

    /// Whether a derivative is computed from what the layer computed, which then has to be kept.
    #[doc(hidden)]
    const KEEPS_INPUT: bool;

    /// Replaces `z` by `a = f(z)`, padding lanes too.
    #[doc(hidden)]
    fn apply<T: Scalar>(self, values: F::BatchMut<'_, T>, instructions: Instructions);

    /// Replaces the gradient with respect to `a`, zero in padding lanes, by that with respect to `z`.
    #[doc(hidden)]
    fn apply_back<T: Scalar>(
        self,
        preactivations: F::Batch<'_, T>,
        outputs: F::Batch<'_, T>,
        gradient: F::BatchMut<'_, T>,
        instructions: Instructions,
    );
}

#[diagnostic::do_not_recommend]
impl<S: Shape, A: ActivationFn> Activations<S> for A {
    const NAME: &'static str = <A as ActivationFn>::NAME;
    const IS_LINEAR: bool = is_linear(<A as ActivationFn>::NAME);
    const KEEPS_INPUT: bool = matches!(A::DERIVATIVE, Derivative::FromInput);

    #[inline(always)]
    fn apply<T: Scalar>(self, values: BatchMut<'_, T, S>, instructions: Instructions) {
        apply(self, values, instructions);
    }

    #[inline(always)]
    fn apply_back<T: Scalar>(
        self,
        preactivations: Batch<'_, T, S>,
        outputs: Batch<'_, T, S>,
        gradient: BatchMut<'_, T, S>,
        instructions: Instructions,
    ) {
        apply_back(self, A::DERIVATIVE.known(preactivations, outputs), gradient, instructions);
    }
}

/// Whether an activation of this name leaves values as they are.
const fn is_linear(name: &str) -> bool {
    let (name, linear) = (name.as_bytes(), b"linear");
    let mut index = 0;
    while index < name.len() && index < linear.len() && name[index] == linear[index] {
        index += 1;
    }
    index == name.len() && index == linear.len()
}

/// Implements [`Activations`] for a tuple.
macro_rules! tuple {
    ($($shape:ident $activation:ident $at:tt)*) => {
        #[diagnostic::do_not_recommend]
        impl<$($shape: Shape, $activation: ActivationFn),*> Activations<($($shape,)*)> for ($($activation,)*) {
            const NAME: &'static str = A::NAME;
            const IS_LINEAR: bool = $(is_linear($activation::NAME))&&*;
            const KEEPS_INPUT: bool = $(matches!($activation::DERIVATIVE, Derivative::FromInput))||*;

            fn apply<T: Scalar>(self, values: <($($shape,)*) as Flow>::BatchMut<'_, T>, instructions: Instructions) {
                $(apply(self.$at, values.$at, instructions);)*
            }

            fn apply_back<T: Scalar>(
                self,
                preactivations: <($($shape,)*) as Flow>::Batch<'_, T>,
                outputs: <($($shape,)*) as Flow>::Batch<'_, T>,
                gradient: <($($shape,)*) as Flow>::BatchMut<'_, T>,
                instructions: Instructions,
            ) {
                $(apply_back(
                    self.$at,
                    $activation::DERIVATIVE.known(preactivations.$at, outputs.$at),
                    gradient.$at,
                    instructions,
                );)*
            }
        }
    };
}

tuple!(S0 A 0 S1 A1 1);
tuple!(S0 A 0 S1 A1 1 S2 A2 2);
tuple!(S0 A 0 S1 A1 1 S2 A2 2 S3 A3 3);
tuple!(S0 A 0 S1 A1 1 S2 A2 2 S3 A3 3 S4 A4 4);
tuple!(S0 A 0 S1 A1 1 S2 A2 2 S3 A3 3 S4 A4 4 S5 A5 5);
tuple!(S0 A 0 S1 A1 1 S2 A2 2 S3 A3 3 S4 A4 4 S5 A5 5 S6 A6 6);
tuple!(S0 A 0 S1 A1 1 S2 A2 2 S3 A3 3 S4 A4 4 S5 A5 5 S6 A6 6 S7 A7 7);
