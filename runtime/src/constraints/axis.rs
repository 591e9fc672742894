use alloc::vec;
use alloc::vec::Vec;

#[cfg(not(feature = "std"))]
use nalgebra::ComplexField as _;

use crate::error::{Result, check_setting};
use crate::tensor::Scalar;

/// The axes that a norm is taken over: one, or several.
///
/// They are counted from 0, negative ones from the end: −1 is the last. Axis 0 of a dense kernel, `[inputs, outputs]`,
/// gives a norm for the weights of each output; the axes `[0, 1, 2]` do so for the kernel of a convolution,
/// `[height, width, inputs, outputs]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Axis(Vec<isize>);

impl From<isize> for Axis {
    fn from(axis: isize) -> Self {
        Self(vec![axis])
    }
}

impl<const N: usize> From<[isize; N]> for Axis {
    fn from(axes: [isize; N]) -> Self {
        Self(axes.to_vec())
    }
}

impl Axis {
    /// Whether a variable of this shape has all of them.
    pub(super) fn check(&self, what: &'static str, shape: &[usize]) -> Result<()> {
        let rank = shape.len() as isize;
        self.0.iter().try_for_each(|&axis| {
            check_setting(what, axis as f64, (-rank..rank).contains(&axis), "an axis of the variable")
        })
    }

    /// Multiplies all values that have a norm together by what `factor` makes of that norm.
    pub(super) fn rescale<T: Scalar>(&self, shape: &[usize], values: &mut [T], factor: impl Fn(f64) -> f64) {
        let Some((&len @ 1.., leading)) = shape.split_last() else { return };
        let is_along =
            |axis: usize| self.0.iter().any(|own| own.rem_euclid(shape.len() as isize) == axis as isize);
        let is_last_along = is_along(leading.len());
        // Values side by side have one norm, if it is taken along the last axis; otherwise each has its own, and some
        // are computed at once.
        let width = if is_last_along { len } else { LANES };
        each_place(leading, 0, len, &|axis| !is_along(axis), &mut |first| {
            for start in (0..len).step_by(width) {
                let width = width.min(len - start);
                let mut sums = [0.0; LANES];
                each_place(leading, first + start, len, &is_along, &mut |place| {
                    for values in values[place..place + width].chunks(LANES) {
                        sums.iter_mut().zip(values).for_each(|(sum, value)| *sum += value.to_f64().powi(2));
                    }
                });
                if is_last_along {
                    sums = [sums.iter().sum(); LANES];
                }
                // A norm beyond all numbers is as good as the largest one.
                let factors = sums.map(|sum: f64| T::of(factor(sum.sqrt().min(f64::MAX))));
                each_place(leading, first + start, len, &is_along, &mut |place| {
                    for values in values[place..place + width].chunks_mut(LANES) {
                        values.iter_mut().zip(&factors).for_each(|(value, &factor)| *value *= factor);
                    }
                });
            }
        });
    }
}

/// How many sums are taken side by side.
const LANES: usize = 16;

/// Goes through the places of the values, row-major, that differ from `first` along those axes of `shape` for which
/// `is_along` holds. Along the last of all axes, values are `step` apart.
fn each_place(
    shape: &[usize],
    first: usize,
    step: usize,
    is_along: &impl Fn(usize) -> bool,
    visit: &mut impl FnMut(usize),
) {
    let Some((&len, leading)) = shape.split_last() else { return visit(first) };
    let count = if is_along(leading.len()) { len } else { 1 };
    for index in 0..count {
        each_place(leading, first + index * step, step * len, is_along, visit);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `values`, each multiplied by the norm that it is part of.
    fn times_norm(axis: impl Into<Axis>, shape: &[usize], values: &[f64]) -> Vec<f64> {
        let mut values = values.to_vec();
        axis.into().rescale(shape, &mut values, |norm| norm);
        values
    }

    #[test]
    fn norms_are_taken_along_the_axes() {
        // The columns have the norms 5, 2 and 10.
        let matrix = [3.0, 0.0, 8.0, 4.0, 2.0, 6.0];
        let by_column = [15.0, 0.0, 80.0, 20.0, 4.0, 60.0];
        assert_eq!(times_norm(0, &[2, 3], &matrix), by_column);
        assert_eq!(times_norm(-2, &[2, 3], &matrix), by_column);
        assert_eq!(times_norm([0], &[2, 3], &matrix), by_column);

        // The rows have the norms 5 and 3, the whole has √34.
        let matrix = [3.0, 0.0, 4.0, 1.0, 2.0, 2.0];
        let by_row = [15.0, 0.0, 20.0, 3.0, 6.0, 6.0];
        assert_eq!(times_norm(1, &[2, 3], &matrix), by_row);
        assert_eq!(times_norm(-1, &[2, 3], &matrix), by_row);
        let whole = matrix.map(|value| value * 34f64.sqrt());
        for axes in [[0, 1], [1, 0], [0, -1]] {
            assert_eq!(times_norm(axes, &[2, 3], &matrix), whole);
        }
        assert_eq!(times_norm(0, &[6], &matrix), whole);
        assert_eq!(times_norm([], &[6], &matrix), matrix.map(|value| value * value));
    }

    /// More values than there are sums side by side.
    #[test]
    fn wide_matrices_are_no_exception() {
        let matrix: Vec<f64> = (0..3 * 37).map(|n| f64::from(n).sin()).collect();
        let norm = |values: &mut dyn Iterator<Item = &f64>| values.map(|w| w * w).sum::<f64>().sqrt();
        let (by_column, by_row) = (times_norm(0, &[3, 37], &matrix), times_norm(1, &[3, 37], &matrix));
        for (place, w) in matrix.iter().enumerate() {
            let column = norm(&mut matrix[place % 37..].iter().step_by(37));
            assert!((by_column[place] - w * column).abs() < 1e-14);
            let row = norm(&mut matrix[place / 37 * 37..].iter().take(37));
            assert!((by_row[place] - w * row).abs() < 1e-14);
        }
    }

    #[test]
    fn kernels_of_convolutions_have_a_norm_for_each_filter() {
        // Filters (1, 5, 1, 3) and (2, 4, 4, 8), with the norms 6 and 10.
        let kernel = [1.0, 2.0, 5.0, 4.0, 1.0, 4.0, 3.0, 8.0];
        let expected = [6.0, 20.0, 30.0, 40.0, 6.0, 40.0, 18.0, 80.0];
        assert_eq!(times_norm([0, 1, 2], &[2, 1, 2, 2], &kernel), expected);
        assert_eq!(times_norm([0, 1, 2], &[1, 4, 1, 2], &kernel), expected);
    }

    #[test]
    fn axes_need_not_lie_side_by_side() {
        // Values (1, 5, 1, 3) stand where the middle axis is 0, (2, 4, 4, 8) where it is 1.
        let values = [1.0, 5.0, 2.0, 4.0, 1.0, 3.0, 4.0, 8.0];
        let expected = [6.0, 30.0, 20.0, 40.0, 6.0, 18.0, 40.0, 80.0];
        assert_eq!(times_norm([0, 2], &[2, 2, 2], &values), expected);
    }

    #[test]
    fn norms_are_finite() {
        let mut values = [1e200, 1e200];
        Axis::from(0).rescale(&[2], &mut values, |norm| 1.0 / norm);
        assert!(values.iter().all(|value| *value > 0.0 && *value < 1e-100), "{values:?}");
        // The square is too large for `f32`, but not the norm.
        let mut values = [2f32.powi(100), 0.0];
        Axis::from(0).rescale(&[2], &mut values, |norm| 1.0 / norm);
        assert_eq!(values, [1.0, 0.0]);
    }

    #[test]
    fn an_axis_is_one_of_the_variable() {
        let check = |axis: Axis| axis.check("the axis", &[4, 8]);
        for axis in [-2, -1, 0, 1] {
            assert!(check(axis.into()).is_ok());
        }
        assert!(check([0, 1].into()).is_ok());
        assert!(check([0, 2].into()).is_err());
        assert!(check((-3).into()).is_err());
        let error = check(2.into()).unwrap_err();
        assert_eq!(error.to_string(), "the axis is 2, but must be an axis of the variable");
    }
}
