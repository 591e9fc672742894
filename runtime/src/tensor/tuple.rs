//! Several shapes together as what flows between layers.

use alloc::vec;
use alloc::vec::Vec;

use crate::error::Result;
use crate::layout::Lanes;
use crate::tensor::allocate::zeros;
use crate::tensor::flow::steps;
use crate::tensor::{Batch, BatchMut, Flow, Scalar, Shape};

/// Adds `len` to `place`, and gives what that was before.
const fn advance(place: &mut usize, len: usize) -> usize {
    let before = *place;
    *place += len;
    before
}

/// The next `len` of these values.
fn next<'a, T>(rest: &mut &'a [T], len: usize) -> &'a [T] {
    let (next, behind) = rest.split_at(len);
    *rest = behind;
    next
}

/// Implements [`Flow`] for a tuple of shapes.
macro_rules! tuple {
    ($($shape:ident)*) => {
        #[diagnostic::do_not_recommend]
        #[expect(non_snake_case, reason = "the types' names serve for the values too")]
        impl<$($shape: Shape),*> Flow for ($($shape,)*) {
            const SHAPES: &'static [&'static [usize]] = &[$($shape::AXES),*];
            const VOCABULARIES: &'static [Option<usize>] = &[$($shape::VOCABULARY),*];
            const VALUES: usize = 0 $(+ $shape::LEN)*;
            const STEPS: &'static [usize] = &[$(steps($shape::AXES)),*];

            type Batch<'a, T: Scalar> = ($(Batch<'a, T, $shape>,)*);
            type BatchMut<'a, T: Scalar> = ($(BatchMut<'a, T, $shape>,)*);
            type Mask<'a, T: Scalar> = ($(<$shape as Flow>::Mask<'a, T>,)*);
            type Arrays<T: Scalar> = ($($shape::Array<T>,)*);
            type Columns<T: Scalar> = ($(Vec<$shape::Array<T>>,)*);

            fn arrays<T: Scalar>(fill: impl FnOnce(&mut [T])) -> Self::Arrays<T> {
                let mut values = vec![T::default(); Self::VALUES];
                fill(&mut values);
                let mut rest = &values[..];
                ($($shape::arrays(|array| array.copy_from_slice(next(&mut rest, $shape::LEN))),)*)
            }

            fn columns<T: Scalar>(
                count: usize,
                fill: impl FnOnce(&mut [T]) -> Result<()>,
            ) -> Result<Self::Columns<T>> {
                let mut values = zeros("the predictions", count, Self::VALUES)?;
                fill(&mut values)?;
                let mut start = 0;
                Ok(($({
                    let from = advance(&mut start, $shape::LEN);
                    $shape::columns(count, |column| {
                        let rows = values.chunks_exact(Self::VALUES).zip(column.chunks_exact_mut($shape::LEN));
                        rows.for_each(|(row, to)| to.copy_from_slice(&row[from..][..to.len()]));
                        Ok(())
                    })?
                },)*))
            }

            fn with_values<T: Scalar, R>(sample: &Self::Arrays<T>, see: impl FnOnce(&[T]) -> R) -> R {
                let ($($shape,)*) = sample;
                see(&[$($shape::values($shape)),*].concat())
            }

            #[inline(always)]
            fn slices<'a, T: Scalar>(($($shape,)*): Self::Batch<'a, T>) -> impl Iterator<Item = &'a [T]> {
                [$($shape.values()),*].into_iter()
            }

            #[inline(always)]
            fn slices_mut<'a, T: Scalar>(
                ($($shape,)*): Self::BatchMut<'a, T>,
            ) -> impl Iterator<Item = &'a mut [T]> {
                [$($shape.into_values()),*].into_iter()
            }

            #[inline(always)]
            fn of_slices<'a, T: Scalar>(
                mut slices: impl Iterator<Item = &'a [T]>,
                lanes: Lanes,
            ) -> Self::Batch<'a, T> {
                ($(Batch::<T, $shape>::new(slices.next().unwrap_or_default(), lanes),)*)
            }

            #[inline(always)]
            fn of_slices_mut<'a, T: Scalar>(
                mut slices: impl Iterator<Item = &'a mut [T]>,
                lanes: Lanes,
            ) -> Self::BatchMut<'a, T> {
                ($(BatchMut::<T, $shape>::new(slices.next().unwrap_or_default(), lanes),)*)
            }

            #[inline(always)]
            fn lanes<T: Scalar>(batch: &Self::Batch<'_, T>) -> Lanes {
                batch.0.lanes()
            }

            #[inline(always)]
            fn reborrow<'b, T: Scalar>(($($shape,)*): &'b mut Self::BatchMut<'_, T>) -> Self::BatchMut<'b, T> {
                ($($shape.reborrow(),)*)
            }

            #[inline(always)]
            fn into_batch<'a, T: Scalar>(($($shape,)*): Self::BatchMut<'a, T>) -> Self::Batch<'a, T> {
                ($($shape.into_batch(),)*)
            }

            #[inline(always)]
            fn masks<'a, T: Scalar>(($($shape,)*): Self::Mask<'a, T>) -> impl Iterator<Item = Option<&'a [T]>> {
                [$($shape),*].into_iter()
            }

            #[inline(always)]
            fn of_masks<'a, T: Scalar>(
                mut masks: impl Iterator<Item = Option<&'a [T]>>,
            ) -> Self::Mask<'a, T> {
                ($($shape::of_masks(masks.next().into_iter()),)*)
            }
        }
    };
}

tuple!(A B);
tuple!(A B C);
tuple!(A B C D);
tuple!(A B C D E);
tuple!(A B C D E F);
tuple!(A B C D E F G);
tuple!(A B C D E F G H);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tensor::{Features, Image};

    type Pair = (Features<2>, Image<1, 2, 1>);

    #[test]
    fn a_tuple_is_cut_feature_by_feature() {
        assert_eq!((<Pair as Flow>::VALUES, Pair::SHAPES), (4, &[&[2][..], &[1, 2, 1]][..]));
        let lanes = Lanes::new(1);
        let mut values = [1.0_f32, 2.0, 3.0, 4.0];
        let (a, b) = Pair::cut(&values, lanes);
        assert_eq!((a.values(), b.values()), (&[1.0, 2.0][..], &[3.0, 4.0][..]));
        let (_, mut b) = Pair::cut_mut(&mut values, lanes);
        b.set(0, 0, 5.0);
        assert_eq!(values, [1.0, 2.0, 5.0, 4.0]);
    }

    #[test]
    fn the_pieces_of_a_tuple_may_lie_anywhere() {
        let lanes = Lanes::new(1);
        let (near, far) = ([1.0_f32, 2.0], [7.0_f32, 8.0]);
        let pair = (Batch::new(&near, lanes), Batch::new(&far, lanes));
        let same = Pair::of_slices(Pair::slices::<f32>(pair), lanes);
        assert_eq!(same.1.at(1, 0), 8.0);
    }
}
