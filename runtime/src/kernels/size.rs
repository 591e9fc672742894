//! Sizes that `unsafe` code relies on.
//!
//! Before a kernel touches memory through a pointer, it compares the lengths of its slices with products of the sizes
//! that it was given. A product that wraps around would pass for a small length, and release builds do not notice. So
//! every such check multiplies here and nowhere else.

/// The product of `sizes`, or `None` if it is larger than a `usize`.
#[inline(always)]
pub(crate) const fn product<const N: usize>(sizes: [usize; N]) -> Option<usize> {
    let (mut product, mut n) = (1_usize, 0);
    while n < N {
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
    matches!(product(sizes), Some(product) if product == len)
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
    use std::panic::{AssertUnwindSafe, catch_unwind};

    use super::*;
    use crate::Lanes;
    use crate::kernels::dense::{self, DenseProducts};
    use crate::kernels::gather::{Rows, gather};
    use crate::kernels::window::{self, Geometry, Start, WindowProducts};
    use crate::window::{Axis, Edges};

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

    /// Sizes whose products wrap to the lengths of the slices, for every kernel with `unsafe` that takes sizes.
    #[test]
    fn kernels_refuse_sizes_that_wrap() {
        let lanes = Lanes::new(8);
        // 8 modulo 2 to the number of bits, three times and eight times.
        let (thrice, eightfold) = (usize::MAX / 3 + 3, usize::MAX / 8 + 2);
        let (one, eight) = ([1.0_f32; 1], [1.0_f32; 8]);
        let refused = |what: &str, call: &dyn Fn()| {
            assert!(catch_unwind(AssertUnwindSafe(call)).is_err(), "{what}");
        };
        for (inputs, outputs, lanes) in [
            (3, 1, Lanes::new(thrice)),
            (1, 3, Lanes::new(thrice)),
            (HALF, HALF, lanes),
            (eightfold, 1, lanes),
            (1, eightfold, lanes),
        ] {
            let sizes = dense::Sizes { inputs, outputs, lanes };
            let wrapped = |sizes: [usize; 2]| vec![1.0_f32; sizes[0].wrapping_mul(sizes[1]).min(64)];
            let kernel = &wrapped([inputs, outputs])[..];
            let input = &wrapped([inputs, lanes.stride()])[..];
            let delta = &wrapped([outputs, lanes.stride()])[..];
            refused("forward", &|| {
                f32::forward(dense::Forward {
                    kernel,
                    bias: None,
                    input,
                    output: &mut delta.to_vec(),
                    sizes,
                });
            });
            refused("kernel gradient", &|| {
                let gradient = &mut kernel.to_vec();
                f32::kernel_gradient(dense::KernelGradient {
                    input,
                    delta,
                    gradient,
                    bias_gradient: None,
                    sizes,
                });
            });
            refused("input gradient", &|| {
                f32::input_gradient(dense::InputGradient {
                    kernel,
                    delta,
                    gradient: &mut input.to_vec(),
                    sizes,
                });
            });
        }
        refused("gather", &|| gather(&[0.5_f32; 64], 8, Rows::From(0), Lanes::new(1 << 20), &mut []));
        refused("gather", &|| gather(&eight, eightfold, Rows::From(0), lanes, &mut eight.to_vec()));
        refused("gather", &|| gather(&eight, 8, Rows::From(usize::MAX / 8 + 1), lanes, &mut [0.0; 64]));
        let alone = |values| Axis::new(values, 1, 1, 1, Edges::Valid).unwrap();
        refused("geometry", &|| {
            let _ = Geometry::new(alone(HALF), alone(HALF), HALF, 1, 1);
        });
        let geometry = Geometry::new(alone(1), alone(3), 1, 1, 1);
        let (lanes, kernel) = (Lanes::new(thrice), &one[..]);
        refused("convolution", &|| {
            let (start, output) = (Start::Zero, &mut eight.to_vec()[..]);
            f32::convolve(window::Forward { geometry, lanes, kernel, start, input: &eight, output });
        });
        refused("kernel gradient", &|| {
            let (input, delta, gradient) = (&eight[..], &eight[..], &mut [0.0; 1][..]);
            f32::convolution_kernel_gradient(window::KernelGradient {
                geometry,
                lanes,
                input,
                delta,
                gradient,
                bias_gradient: None,
                adds: false,
            });
        });
        refused("input gradient", &|| {
            let (bias, delta, gradient) = (None, &eight[..], &mut eight.to_vec()[..]);
            f32::convolution_input_gradient(window::InputGradient {
                geometry,
                lanes,
                kernel,
                bias,
                delta,
                gradient,
            });
        });
    }
}
