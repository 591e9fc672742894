//! Sizes that `unsafe` code relies on.
//!
//! Before a kernel touches memory through a pointer, it compares the lengths of its slices with products of the sizes
//! that it was given. A product that wraps around would pass for a small length, and release builds do not notice. So
//! every such check multiplies here and nowhere else.

/// The product of `sizes`, or `None` if it is larger than a `usize`.
#[inline(always)]
pub(crate) const fn product(sizes: &[usize]) -> Option<usize> {
    let (mut product, mut n) = (1_usize, 0);
    while n < sizes.len() {
        product = match product.checked_mul(sizes[n]) {
            Some(product) => product,
            None => return None,
        };
        n += 1;
    }
    Some(product)
}

/// Whether `len` is the product of `sizes`.
#[inline(always)]
pub(crate) const fn is_product<const N: usize>(len: usize, sizes: [usize; N]) -> bool {
    matches!(product(&sizes), Some(product) if product == len)
}

/// Whether `rows × columns` numbers, `row` and `column` apart, lie in the first `len`. There has to be at least one.
#[inline(always)]
pub(crate) const fn holds(len: usize, [rows, columns]: [usize; 2], [row, column]: [usize; 2]) -> bool {
    if rows == 0 || columns == 0 {
        return false;
    }
    let (Some(down), Some(across)) = ((rows - 1).checked_mul(row), (columns - 1).checked_mul(column)) else {
        return false;
    };
    matches!(down.checked_add(across), Some(last) if last < len)
}

#[cfg(test)]
mod tests {
    use super::*;

    const HALF: usize = 1 << (usize::BITS / 2);

    #[test]
    fn a_product_that_wraps_is_no_length() {
        assert!(is_product(12, [2, 2, 3]) && !is_product(13, [2, 2, 3]));
        assert!(is_product(1, []) && is_product(0, [0, HALF]));
        // These are 0 and 8 modulo 2 to the number of bits.
        assert!(!is_product(0, [HALF, HALF]));
        assert!(!is_product(8, [3, (usize::MAX / 3) + 3]));
    }

    #[test]
    fn a_matrix_whose_last_place_wraps_is_not_there() {
        assert!(holds(12, [3, 4], [4, 1]) && !holds(11, [3, 4], [4, 1]));
        assert!(holds(9, [3, 1], [4, usize::MAX]));
        assert!(!holds(12, [0, 4], [4, 1]) && !holds(12, [3, 0], [4, 1]));
        assert!(!holds(12, [HALF + 1, 1], [HALF, 1]));
        assert!(!holds(12, [2, 2], [usize::MAX, 1]));
    }
}
