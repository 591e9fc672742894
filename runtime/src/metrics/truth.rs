use crate::data::{ClassImage, ClassSequence, ClassTarget, Classes, Target, each_class_target};
use crate::tensor::{Batch, Features, Image, Scalar, Sequence, Shape};

/// Targets that say of each output whether it ought to be positive.
///
/// | targets | an output ought to be positive |
/// |---|---|
/// | values of the outputs' shape | where the target is not 0 |
/// | the number of a class, of a sample, a step or a pixel, for outputs with one for each class | if it is that of the class |
///
/// Keras takes only the first kind, class numbers as one-hot vectors; the second says the same in fewer words.
#[diagnostic::on_unimplemented(
    message = "targets `{Self}` do not say which outputs of `{Out}` ought to be positive",
    label = "other targets than the metric needs",
    note = "for classes the model has to have an output for each; labels of two classes become targets for one output with `Dataset::binary`"
)]
pub trait Truth<Out: Shape>: Target {
    /// What an output ought to be: 1 for positive, 0 for negative, or whatever the target is.
    fn truth<T: Scalar>(targets: Self::Batch<'_, T>, output: usize, sample: usize) -> T;
}

impl<S: Shape> Truth<S> for S {
    fn truth<T: Scalar>(targets: Batch<'_, T, S>, output: usize, sample: usize) -> T {
        targets.at(output, sample)
    }
}

macro_rules! class_truth {
    ([$($parameters:tt)*], $out:ty, $target:ty) => {
        impl<$($parameters)*> Truth<$out> for $target {
            fn truth<T: Scalar>(targets: Self::Batch<'_, T>, output: usize, sample: usize) -> T {
                let class = <Self as ClassTarget<$out>>::class_at::<T>(targets, output / CLASSES, sample);
                if class == output % CLASSES { T::one() } else { T::zero() }
            }
        }
    };
}
each_class_target!(class_truth);
