//! What a dataset is made of: a column of samples, and one of targets, or a tuple of columns where there are several.

use alloc::vec::Vec;

use super::counts::check_count;
use super::target::Target;
use super::targets::Targets;
use crate::error::Result;
use crate::tensor::{Flow, Scalar, Shape, count_rows};

/// The samples of a dataset as they are given to it: arrays, vectors, iterators of arrays; for several inputs, a tuple
/// of these.
#[diagnostic::on_unimplemented(
    message = "`{Self}` are not samples of `{X}`",
    label = "not samples of `{X}`",
    note = "samples are arrays of `{T}` in an array, a vector or another iterator; for a model with several inputs, a tuple of these"
)]
pub trait IntoSamples<X: Flow, T: Scalar> {
    /// The values of all samples, one sample after the other; of several inputs, each sample's values of the first one,
    /// then those of the second, and so on.
    ///
    /// # Errors
    /// [`Error::UnequalColumns`] for inputs with different numbers of samples.
    #[doc(hidden)]
    fn into_values(self) -> Result<Vec<T>>;
}

#[diagnostic::do_not_recommend]
impl<S: Shape, T: Scalar, I: IntoIterator<Item = S::Array<T>>> IntoSamples<S, T> for I {
    fn into_values(self) -> Result<Vec<T>> {
        Ok(S::into_values(self.into_iter().collect()))
    }
}

/// The targets of a dataset as they are given to it: class numbers or arrays, in an array, a vector or another
/// iterator; for a model with several outputs, a tuple of these.
#[diagnostic::on_unimplemented(
    message = "`{Self}` are not targets of the kind `{Y}`",
    label = "not targets of `{Y}`",
    note = "targets are class numbers for `Classes<…>`, or arrays of `{T}`, in an array, a vector or another iterator; for a model with several outputs, a tuple of these"
)]
pub trait IntoTargets<Y: Targets, T: Scalar> {
    /// The targets as a dataset keeps them.
    ///
    /// # Errors
    /// For a label that is no class, a value that is not finite, and outputs with different numbers of targets.
    #[doc(hidden)]
    fn into_store(self) -> Result<Y::Store<T>>;
}

#[diagnostic::do_not_recommend]
impl<Y: Target, T: Scalar, I: IntoIterator<Item = <Y as Target>::Value<T>>> IntoTargets<Y, T> for I {
    fn into_store(self) -> Result<Vec<Y::Element<T>>> {
        Y::elements(self)
    }
}

/// The rows of several columns, each column with so many values in a row, side by side.
pub(crate) fn beside<T: Scalar>(columns: &[(&[T], usize)]) -> Result<Vec<T>> {
    let mut counts = columns.iter().map(|&(values, width)| count_rows(values.len(), width));
    let samples = counts.next().unwrap_or(Ok(0))?;
    counts.try_for_each(|count| check_count("inputs", samples, count?))?;
    let mut rows = Vec::with_capacity(columns.iter().map(|(values, _)| values.len()).sum());
    for row in 0..samples {
        for (values, width) in columns {
            rows.extend_from_slice(&values[row * width..][..*width]);
        }
    }
    Ok(rows)
}

/// Implements both for tuples.
macro_rules! tuple {
    ($($shape:ident $column:ident $at:tt)*) => {
        #[diagnostic::do_not_recommend]
        impl<T: Scalar, $($shape: Shape, $column: IntoSamples<$shape, T>),*> IntoSamples<($($shape,)*), T>
            for ($($column,)*)
        {
            fn into_values(self) -> Result<Vec<T>> {
                let columns = ($(self.$at.into_values()?,)*);
                beside(&[$((&columns.$at[..], $shape::LEN)),*])
            }
        }

        #[diagnostic::do_not_recommend]
        impl<T: Scalar, $($shape: Target, $column: IntoTargets<$shape, T>),*> IntoTargets<($($shape,)*), T>
            for ($($column,)*)
        {
            fn into_store(self) -> Result<<($($shape,)*) as Targets>::Store<T>> {
                let store = ($(self.$at.into_store()?,)*);
                let first = A::count::<T>(&store.0);
                $(check_count("outputs", first, $shape::count::<T>(&store.$at))?;)*
                Ok(store)
            }
        }
    };
}

tuple!(A CA 0 B CB 1);
tuple!(A CA 0 B CB 1 C CC 2);
tuple!(A CA 0 B CB 1 C CC 2 D CD 3);
tuple!(A CA 0 B CB 1 C CC 2 D CD 3 E CE 4);
tuple!(A CA 0 B CB 1 C CC 2 D CD 3 E CE 4 F CF 5);
tuple!(A CA 0 B CB 1 C CC 2 D CD 3 E CE 4 F CF 5 G CG 6);
tuple!(A CA 0 B CB 1 C CC 2 D CD 3 E CE 4 F CF 5 G CG 6 H CH 7);
