//! Datasets of rows: slices, vectors, matrices and tables whose width is known only when the program runs.

use alloc::vec::Vec;

use nalgebra::{Dim, Matrix, RawStorage};

use super::columns::IntoTargets;
use super::dataset::Dataset;
use super::samples::check_samples;
use super::target::check_all_finite;
use super::targets::Targets;
use crate::error::{Error, Result};
use crate::tensor::{Scalar, Shape};

impl<X: Shape, Y: Targets, T: Scalar> Dataset<X, Y, T> {
    /// Samples whose number of values is known only when the program runs: one slice or vector for each.
    ///
    /// The number type is the dataset's: see [`cast`](Self::cast) for another.
    ///
    /// # Errors
    /// As [`new`](Self::new), and [`Error::Width`] for the first row that has another number of values than a
    /// sample.
    pub fn from_rows(
        rows: impl IntoIterator<Item = impl AsRef<[T]>>,
        targets: impl IntoTargets<Y, T>,
    ) -> Result<Self> {
        Self::from_values(joined::<X, T>(rows)?, targets)
    }

    /// Samples one after the other in one slice; where targets are as large, see [`from_slices`](Self::from_slices).
    ///
    /// # Errors
    /// As [`from_rows`](Self::from_rows); the row that is named is the last one, if values are missing there.
    pub fn from_slice(values: &[T], targets: impl IntoTargets<Y, T>) -> Result<Self> {
        Self::from_rows(values.chunks(X::LEN), targets)
    }

    /// The rows of a nalgebra matrix, of static or dynamic size.
    ///
    /// Where targets are a matrix too, `Dataset::from_slices(x.transpose().as_slice(), y.transpose().as_slice())`
    /// takes both: nalgebra stores columns one after the other.
    ///
    /// # Errors
    /// As [`from_rows`](Self::from_rows).
    pub fn from_matrix<R: Dim, C: Dim, S: RawStorage<T, R, C>>(
        matrix: &Matrix<T, R, C, S>,
        targets: impl IntoTargets<Y, T>,
    ) -> Result<Self> {
        Self::from_rows(matrix.row_iter().map(|row| row.iter().copied().collect::<Vec<T>>()), targets)
    }
}

impl<X: Shape, Y: Shape, T: Scalar> Dataset<X, Y, T> {
    /// Samples one after the other in one slice, and their targets in another: images of any size, and images as
    /// their targets.
    ///
    /// ```
    /// use plywood::prelude::*;
    ///
    /// let (photos, masks) = (vec![0.5; 2 * 512 * 512 * 3], vec![1.0; 2 * 512 * 512]);
    /// let data: Dataset<Image<512, 512, 3>, Image<512, 512, 1>> = Dataset::from_slices(&photos, &masks)?;
    /// assert_eq!(data.len(), 2);
    /// # Ok::<(), plywood::Error>(())
    /// ```
    ///
    /// # Errors
    /// As [`from_slice`](Self::from_slice), and [`Error::TargetWidth`] if values are missing in the last target.
    pub fn from_slices(inputs: &[T], targets: &[T]) -> Result<Self> {
        Self::from_row_pairs(inputs.chunks(X::LEN), targets.chunks(Y::LEN))
    }

    /// As [`from_rows`](Self::from_rows), with targets that are rows too.
    pub(super) fn from_row_pairs(
        rows: impl IntoIterator<Item = impl AsRef<[T]>>,
        targets: impl IntoIterator<Item = impl AsRef<[T]>>,
    ) -> Result<Self> {
        Self::from_both(joined::<X, T>(rows)?, joined::<Y, T>(targets).map_err(of_target)?)
    }

    fn from_both(inputs: Vec<T>, targets: Vec<T>) -> Result<Self> {
        check_samples::<X, T>(&inputs)?;
        check_all_finite::<Y, T>("targets", &targets)?;
        Self::of_checked(inputs, targets)
    }

    /// The rows of a table whose width is known only when the program runs: in each row the values of the
    /// sample come first, then those of its target.
    ///
    /// ```
    /// use plywood::prelude::*;
    ///
    /// let rows = vec![vec![1.0, 2.0, 0.5], vec![3.0, 4.0, 0.7]];
    /// let data: Dataset<Features<2>, Features<1>> = Dataset::from_table(rows)?;
    /// assert_eq!(data.samples()[1], [3.0, 4.0]);
    /// # Ok::<(), plywood::Error>(())
    /// ```
    ///
    /// # Errors
    /// As [`new`](Self::new), and [`Error::Width`] for the first row that is too short or too long.
    pub fn from_table(rows: impl IntoIterator<Item = impl AsRef<[T]>>) -> Result<Self> {
        let (mut samples, mut targets) = (Vec::new(), Vec::new());
        for (row, values) in rows.into_iter().enumerate() {
            let values = values.as_ref();
            if values.len() != X::LEN + Y::LEN {
                return Err(Error::Width { row, expected: X::LEN + Y::LEN, found: values.len() });
            }
            let (sample, target) = values.split_at(X::LEN);
            samples.extend_from_slice(sample);
            targets.extend_from_slice(target);
        }
        Self::from_both(samples, targets)
    }
}

/// The same error, where the rows are targets.
fn of_target(error: Error) -> Error {
    match error {
        Error::Width { row, expected, found } => Error::TargetWidth { row, expected, found },
        other => other,
    }
}

/// The values of rows, each of which has as many as a sample of shape `S`.
fn joined<S: Shape, T: Scalar>(rows: impl IntoIterator<Item = impl AsRef<[T]>>) -> Result<Vec<T>> {
    let mut all = Vec::new();
    for (row, values) in rows.into_iter().enumerate() {
        let values = values.as_ref();
        if values.len() != S::LEN {
            return Err(Error::Width { row, expected: S::LEN, found: values.len() });
        }
        all.extend_from_slice(values);
    }
    Ok(all)
}
