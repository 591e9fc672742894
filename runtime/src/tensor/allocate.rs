//! Memory whose size a type or a user decides: where there is not enough, the error says how much was needed.

use alloc::borrow::ToOwned;
use alloc::vec::Vec;

use bytemuck::{Pod, Zeroable};

use crate::error::{Error, Result};
use crate::simd::aligned::Aligned;

/// `count · each` zeros for `what`.
///
/// # Errors
/// [`Error::Memory`]
pub(crate) fn zeros<T: Zeroable>(what: &str, count: usize, each: usize) -> Result<Vec<T>> {
    let zeros = count.checked_mul(each).and_then(|len| bytemuck::allocation::try_zeroed_vec(len).ok());
    zeros.ok_or_else(|| too_much::<T>(what, count, each))
}

/// As [`zeros`], aligned for vectors.
///
/// # Errors
/// [`Error::Memory`]
pub(crate) fn aligned_zeros<T: Pod>(what: &str, count: usize, each: usize) -> Result<Aligned<T>> {
    let zeros = count.checked_mul(each).and_then(Aligned::zeroed);
    zeros.ok_or_else(|| too_much::<T>(what, count, each))
}

/// The memory, or a panic with the error's message: where a function has no [`Result`] to give.
pub(crate) fn or_panic<V>(memory: Result<V>) -> V {
    memory.unwrap_or_else(|error| panic!("{error}"))
}

fn too_much<T>(what: &str, count: usize, each: usize) -> Error {
    let bytes = (count as u128 * each as u128).saturating_mul(size_of::<T>() as u128);
    Error::Memory { what: what.to_owned(), bytes }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_error_says_how_much_was_needed() {
        let message = |error: Option<Error>| error.expect("there is not so much").to_string();
        // More than an `isize` counts, and more than there are addresses, in the number of bytes and in that of values.
        let too_much = isize::MAX.cast_unsigned() / 32;
        let bytes = 24 * too_much as u128;
        assert!(
            message(zeros::<f64>("a test", too_much, 33).err())
                .starts_with(&format!("cannot allocate {} bytes (", 11 * bytes))
        );
        let more = aligned_zeros::<f32>("a test", too_much, 96).err();
        assert_eq!(more, Some(Error::Memory { what: "a test".to_owned(), bytes: 16 * bytes }));
        let most = zeros::<f32>("a test", usize::MAX, usize::MAX).err();
        let bytes = (usize::MAX as u128).pow(2).saturating_mul(4);
        assert_eq!(most, Some(Error::Memory { what: "a test".to_owned(), bytes }));
        assert_eq!(zeros::<f32>("a test", usize::MAX, 0), Ok(vec![]));
    }

    #[test]
    #[should_panic = "cannot allocate "]
    fn the_panic_says_so_too() {
        or_panic(aligned_zeros::<f32>("a test", usize::MAX / 32, 16));
    }
}
