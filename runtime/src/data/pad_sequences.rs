use alloc::vec::Vec;

use crate::tensor::Scalar;

/// Brings sequences to the same length: longer ones are truncated, shorter ones padded.
///
/// By default both happen at the front, as in Keras, and the padding is 0. The length follows from the type.
///
/// ```
/// use plywood::data::{PadSequences, Side};
/// use plywood::prelude::*;
///
/// let sentences = [vec![3, 1], vec![4, 1, 2, 2], vec![1]];
/// let padded: Vec<[f32; 3]> = PadSequences::new().pad(&sentences);
/// assert_eq!(padded, [[0.0, 3.0, 1.0], [1.0, 2.0, 2.0], [0.0, 0.0, 1.0]]);
///
/// let data: Dataset<Tokens<3, 5>, Classes<2>> =
///     Dataset::new(PadSequences::new().padding(Side::Post).pad(&sentences), [0, 1, 0])?;
/// assert_eq!(data.samples()[0], [3.0, 1.0, 0.0]);
/// # Ok::<(), plywood::Error>(())
/// ```
///
/// Keras' `pad_sequences`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PadSequences {
    padding: Side,
    truncating: Side,
    value: f64,
}

/// An end of a sequence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The front.
    Pre,
    /// The end.
    Post,
}

impl Default for PadSequences {
    fn default() -> Self {
        Self::new()
    }
}

impl PadSequences {
    /// Keras' defaults.
    pub const fn new() -> Self {
        Self { padding: Side::Pre, truncating: Side::Pre, value: 0.0 }
    }

    /// Where short sequences are padded.
    #[must_use]
    pub const fn padding(mut self, side: Side) -> Self {
        self.padding = side;
        self
    }

    /// Where long sequences are truncated.
    #[must_use]
    pub const fn truncating(mut self, side: Side) -> Self {
        self.truncating = side;
        self
    }

    /// The padding value.
    #[must_use]
    pub const fn value(mut self, value: f64) -> Self {
        self.value = value;
        self
    }

    /// The sequences, all of the same length. Their values are numbers of any of Rust's types, such as `usize` and
    /// `f32`. They become numbers of a dataset, or `usize` for labels of a
    /// [`ClassSequence`](crate::ClassSequence).
    pub fn pad<const TIME: usize, T: PaddedValue, N: SequenceValue>(
        &self,
        sequences: impl IntoIterator<Item = impl AsRef<[N]>>,
    ) -> Vec<[T; TIME]> {
        sequences.into_iter().map(|sequence| self.one(sequence.as_ref())).collect()
    }

    fn one<const TIME: usize, T: PaddedValue, N: SequenceValue>(&self, sequence: &[N]) -> [T; TIME] {
        let extra = sequence.len().saturating_sub(TIME);
        let kept = match self.truncating {
            Side::Pre => &sequence[extra..],
            Side::Post => &sequence[..sequence.len() - extra],
        };
        let mut padded = [T::of_f64(self.value); TIME];
        let free = TIME - kept.len();
        let places = match self.padding {
            Side::Pre => &mut padded[free..],
            Side::Post => &mut padded[..kept.len()],
        };
        places.iter_mut().zip(kept).for_each(|(place, &value)| *place = T::of_f64(value.to_f64()));
        padded
    }
}

/// A number of one of Rust's types. `f64` holds whole numbers up to 2⁵³, more than there are tokens.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a value of a sequence",
    label = "not a number",
    note = "the values of a sequence are numbers, such as `usize`, `i32` and `f32`"
)]
pub trait SequenceValue: Copy + sealed::Sealed {
    /// The number, rounded to the nearest `f64`.
    #[doc(hidden)]
    fn to_f64(self) -> f64;
}

/// What padded sequences are made of: `f32` and `f64`, or `usize` for labels.
pub trait PaddedValue: Copy + sealed::Sealed {
    /// The number, rounded to the nearest.
    #[doc(hidden)]
    fn of_f64(value: f64) -> Self;
}

impl PaddedValue for f32 {
    fn of_f64(value: f64) -> Self {
        Self::of(value)
    }
}

impl PaddedValue for f64 {
    fn of_f64(value: f64) -> Self {
        value
    }
}

impl PaddedValue for usize {
    fn of_f64(value: f64) -> Self {
        value as Self
    }
}

mod sealed {
    pub trait Sealed {}
}

macro_rules! values {
    ($($number:ty),*) => {$(
        impl sealed::Sealed for $number {}
        impl SequenceValue for $number {
            #[inline]
            fn to_f64(self) -> f64 {
                self as f64
            }
        }
    )*};
}

values!(u8, u16, u32, u64, usize, i8, i16, i32, i64, isize, f32, f64);

impl sealed::Sealed for bool {}

/// 0 or 1.
impl SequenceValue for bool {
    fn to_f64(self) -> f64 {
        f64::from(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_numbers_of_any_type() {
        let pad = PadSequences::new();
        let tokens: Vec<[f32; 3]> = pad.pad([vec![7_usize], vec![1, 2, 3, 4]]);
        assert_eq!(tokens, [[0.0, 0.0, 7.0], [2.0, 3.0, 4.0]]);
        let same: [Vec<[f32; 3]>; 4] =
            [pad.pad([[7_u64]]), pad.pad([[7_i64]]), pad.pad([[7_isize]]), pad.pad([[7_f32]])];
        assert!(same.iter().all(|padded| padded[..] == tokens[..1]));
        let labels: Vec<[usize; 3]> = pad.pad([[1_u8, 2]]);
        assert_eq!(labels, [[0, 1, 2]]);
    }

    #[test]
    fn both_ends_can_be_cut_and_filled() {
        let sequences: [&[u8]; 3] = [&[1, 2, 3, 4], &[5], &[]];
        let pad = PadSequences::new().value(9.0);
        let in_front: Vec<[f64; 2]> = pad.pad(sequences);
        assert_eq!(in_front, [[3.0, 4.0], [9.0, 5.0], [9.0, 9.0]]);
        let behind: Vec<[f64; 2]> = pad.truncating(Side::Post).padding(Side::Post).pad(sequences);
        assert_eq!(behind, [[1.0, 2.0], [5.0, 9.0], [9.0, 9.0]]);
    }
}
