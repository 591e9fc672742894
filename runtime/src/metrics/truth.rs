use crate::data::{Classes, Labels, Target};
use crate::tensor::{Batch, Features, Scalar, Shape};

/// Targets that say of each output whether it ought to be positive.
///
/// | targets | an output ought to be positive |
/// |---|---|
/// | values of the outputs' shape | where the target is not 0 |
/// | the number of a class, for `Features` with an output for each class | if it is that of the class |
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

impl<const CLASSES: usize> Truth<Features<CLASSES>> for Classes<CLASSES> {
    fn truth<T: Scalar>(targets: Labels<'_>, output: usize, sample: usize) -> T {
        if targets.at(sample) == output { T::one() } else { T::zero() }
    }
}
