use alloc::vec::Vec;
use core::fmt::Debug;

use super::counts::{check_columns, check_count};
use super::target::Target;
use crate::error::Result;
use crate::kernels::gather::{Rows, gather, gather_block};
use crate::layout::{LANE_WIDTH, Lanes};
use crate::simd::Instructions;
use crate::simd::aligned::Aligned;
use crate::tensor::Scalar;
use crate::tensor::allocate::aligned_zeros;

/// What a sample's targets are: a [`Target`], or for a model with several outputs a tuple of these, one for each.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be the target of a sample",
    label = "not a kind of target",
    note = "targets are `Classes<3>` for one of three classes, a shape such as `Features<1>` for values, or a tuple of these for a model with several outputs"
)]
pub trait Targets: Sized + Send + Sync + 'static {
    /// One sample's targets as users write them.
    type Value<T: Scalar>: Clone + Debug;

    /// The targets of all samples of a dataset.
    #[doc(hidden)]
    type Store<T: Scalar>: Clone + Debug + Default + PartialEq + Send + Sync;

    /// Room for those of a batch.
    #[doc(hidden)]
    type Room<T: Scalar>: Default + Send + Sync;

    /// The targets of a batch.
    type Batch<'a, T: Scalar>: Copy;

    /// How many targets a sample has.
    const COUNT: usize;

    /// How many [positions](Target::POSITIONS) each target has.
    #[doc(hidden)]
    const POSITIONS: &'static [usize];

    /// The number of classes, for a single target.
    #[doc(hidden)]
    const CLASSES: Option<usize>;

    /// The targets that these numbers are, a slice for each target of a sample.
    ///
    /// # Errors
    /// As [`Target::elements_of_numbers`], and for other numbers of slices or of samples.
    #[doc(hidden)]
    fn of_columns<T: Scalar>(columns: &[&[T]]) -> Result<Self::Store<T>>;

    /// How many samples these are the targets of: the fewest that one of several kinds of targets has.
    #[doc(hidden)]
    fn count<T: Scalar>(store: &Self::Store<T>) -> usize;

    /// The targets of one sample.
    #[doc(hidden)]
    fn value_at<T: Scalar>(store: &Self::Store<T>, row: usize) -> Self::Value<T>;

    /// Appends the targets of one sample.
    #[doc(hidden)]
    fn push<T: Scalar>(store: &mut Self::Store<T>, from: &Self::Store<T>, row: usize);

    /// The class of one sample at one position, for a single target; see [`Target::class`].
    #[doc(hidden)]
    fn class_at<T: Scalar>(store: &Self::Store<T>, row: usize, position: usize) -> usize;

    /// The same targets in another number type.
    #[doc(hidden)]
    fn cast_all<T: Scalar, U: Scalar>(store: &Self::Store<T>) -> Self::Store<U>;

    /// The bytes of the targets of a sample.
    #[doc(hidden)]
    fn bytes<T: Scalar>() -> usize;

    /// Room for a batch with so many lanes.
    #[doc(hidden)]
    fn room<T: Scalar>(stride: usize) -> Result<Self::Room<T>>;

    /// Takes in the targets of these rows.
    #[doc(hidden)]
    fn gather<T: Scalar>(store: &Self::Store<T>, rows: Rows<'_>, lanes: Lanes, room: &mut Self::Room<T>);

    /// The same for one block of lanes.
    #[doc(hidden)]
    fn gather_block<T: Scalar>(
        instructions: Instructions,
        store: &Self::Store<T>,
        rows: [usize; LANE_WIDTH],
        room: &mut Self::Room<T>,
    );

    /// The targets that were taken in.
    #[doc(hidden)]
    fn gathered<T: Scalar>(room: &Self::Room<T>, lanes: Lanes) -> Self::Batch<'_, T>;
}

#[diagnostic::do_not_recommend]
impl<Y: Target> Targets for Y {
    type Value<T: Scalar> = <Y as Target>::Value<T>;
    type Store<T: Scalar> = Vec<Y::Element<T>>;
    type Room<T: Scalar> = Aligned<Y::Element<T>>;
    type Batch<'a, T: Scalar> = <Y as Target>::Batch<'a, T>;

    const COUNT: usize = 1;
    const POSITIONS: &'static [usize] = &[Y::POSITIONS];
    const CLASSES: Option<usize> = Some(<Y as Target>::CLASSES);

    fn of_columns<T: Scalar>(columns: &[&[T]]) -> Result<Self::Store<T>> {
        check_columns("outputs", 1, columns.len())?;
        Y::elements_of_numbers(columns[0])
    }

    fn count<T: Scalar>(store: &Self::Store<T>) -> usize {
        store.len() / Y::WIDTH
    }

    fn value_at<T: Scalar>(store: &Self::Store<T>, row: usize) -> Self::Value<T> {
        Y::value(&store[row * Y::WIDTH..][..Y::WIDTH])
    }

    fn push<T: Scalar>(store: &mut Self::Store<T>, from: &Self::Store<T>, row: usize) {
        store.extend_from_slice(&from[row * Y::WIDTH..][..Y::WIDTH]);
    }

    fn class_at<T: Scalar>(store: &Self::Store<T>, row: usize, position: usize) -> usize {
        let width = const { Y::WIDTH / Y::POSITIONS };
        Y::class(&store[row * Y::WIDTH + position * width..][..width])
    }

    fn cast_all<T: Scalar, U: Scalar>(store: &Self::Store<T>) -> Self::Store<U> {
        Y::cast::<T, U>(store)
    }

    fn bytes<T: Scalar>() -> usize {
        Y::WIDTH * size_of::<Y::Element<T>>()
    }

    fn room<T: Scalar>(stride: usize) -> Result<Self::Room<T>> {
        aligned_zeros("the targets of a batch", stride, Y::WIDTH)
    }

    fn gather<T: Scalar>(store: &Self::Store<T>, rows: Rows<'_>, lanes: Lanes, room: &mut Self::Room<T>) {
        gather(store, Y::WIDTH, rows, lanes, &mut room[..Y::WIDTH * lanes.stride()]);
    }

    #[inline(always)]
    fn gather_block<T: Scalar>(
        instructions: Instructions,
        store: &Self::Store<T>,
        rows: [usize; LANE_WIDTH],
        room: &mut Self::Room<T>,
    ) {
        gather_block(instructions, store, Y::WIDTH, rows, &mut room[..Y::WIDTH * LANE_WIDTH]);
    }

    #[inline(always)]
    fn gathered<T: Scalar>(room: &Self::Room<T>, lanes: Lanes) -> Self::Batch<'_, T> {
        Y::batch(&room[..Y::WIDTH * lanes.stride()], lanes)
    }
}

/// Implements [`Targets`] for a tuple.
macro_rules! tuple {
    ($count:literal: $($target:ident $at:tt)*) => {
        #[diagnostic::do_not_recommend]
        impl<$($target: Target),*> Targets for ($($target,)*) {
            type Value<T: Scalar> = ($(<$target as Target>::Value<T>,)*);
            type Store<T: Scalar> = ($(<$target as Targets>::Store<T>,)*);
            type Room<T: Scalar> = ($(<$target as Targets>::Room<T>,)*);
            type Batch<'a, T: Scalar> = ($(<$target as Target>::Batch<'a, T>,)*);

            const COUNT: usize = $count;
            const POSITIONS: &'static [usize] = &[$(<$target as Target>::POSITIONS),*];
            const CLASSES: Option<usize> = None;

            fn of_columns<T: Scalar>(columns: &[&[T]]) -> Result<Self::Store<T>> {
                check_columns("outputs", $count, columns.len())?;
                let store = ($($target::of_columns::<T>(&columns[$at..=$at])?,)*);
                let first = A::count::<T>(&store.0);
                $(check_count("outputs", first, $target::count::<T>(&store.$at))?;)*
                Ok(store)
            }

            fn count<T: Scalar>(store: &Self::Store<T>) -> usize {
                [$($target::count::<T>(&store.$at)),*].into_iter().min().unwrap_or_default()
            }

            fn value_at<T: Scalar>(store: &Self::Store<T>, row: usize) -> Self::Value<T> {
                ($($target::value_at::<T>(&store.$at, row),)*)
            }

            fn push<T: Scalar>(store: &mut Self::Store<T>, from: &Self::Store<T>, row: usize) {
                $($target::push::<T>(&mut store.$at, &from.$at, row);)*
            }

            fn class_at<T: Scalar>(store: &Self::Store<T>, row: usize, position: usize) -> usize {
                A::class_at::<T>(&store.0, row, position)
            }

            fn cast_all<T: Scalar, U: Scalar>(store: &Self::Store<T>) -> Self::Store<U> {
                ($($target::cast_all::<T, U>(&store.$at),)*)
            }

            fn bytes<T: Scalar>() -> usize {
                0 $(+ $target::bytes::<T>())*
            }

            fn room<T: Scalar>(stride: usize) -> Result<Self::Room<T>> {
                Ok(($($target::room::<T>(stride)?,)*))
            }

            fn gather<T: Scalar>(store: &Self::Store<T>, rows: Rows<'_>, lanes: Lanes, room: &mut Self::Room<T>) {
                $($target::gather::<T>(&store.$at, rows, lanes, &mut room.$at);)*
            }

            #[inline(always)]
            fn gather_block<T: Scalar>(
                instructions: Instructions,
                store: &Self::Store<T>,
                rows: [usize; LANE_WIDTH],
                room: &mut Self::Room<T>,
            ) {
                $($target::gather_block::<T>(instructions, &store.$at, rows, &mut room.$at);)*
            }

            #[inline(always)]
            fn gathered<T: Scalar>(room: &Self::Room<T>, lanes: Lanes) -> Self::Batch<'_, T> {
                ($($target::gathered::<T>(&room.$at, lanes),)*)
            }
        }
    };
}

tuple!(2: A 0 B 1);
tuple!(3: A 0 B 1 C 2);
tuple!(4: A 0 B 1 C 2 D 3);
tuple!(5: A 0 B 1 C 2 D 3 E 4);
tuple!(6: A 0 B 1 C 2 D 3 E 4 F 5);
tuple!(7: A 0 B 1 C 2 D 3 E 4 F 5 G 6);
tuple!(8: A 0 B 1 C 2 D 3 E 4 F 5 G 6 H 7);
