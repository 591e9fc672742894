//! Data from arrays of the crate `ndarray`.

use ndarray::{ArrayRef, Axis, RemoveAxis};

use super::columns::IntoTargets;
use super::dataset::Dataset;
use super::targets::Targets;
use crate::error::Result;
use crate::tensor::{Scalar, Shape};

impl<X: Shape, Y: Targets, T: Scalar> Dataset<X, Y, T> {
    /// The samples of an array, whose first axis counts them; its other axes together hold the values of a sample. It
    /// may be a view, in any order of memory.
    ///
    /// What a model predicts goes the other way by itself: `Array2::from(model.predict(&data))`.
    ///
    /// ```
    /// use ndarray::{Array2, array};
    /// use plywood::prelude::*;
    ///
    /// let samples = array![[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]];
    /// let data: Dataset<Features<2>, Classes<2>> = Dataset::from_ndarray(&samples, [0, 1, 1])?;
    /// let predictions = Array2::from(model![Dense<2, 2, softmax>].predict(&data));
    /// assert_eq!(predictions.shape(), [3, 2]);
    /// # Ok::<(), plywood::Error>(())
    /// ```
    ///
    /// # Errors
    /// As [`from_rows`](Self::from_rows).
    pub fn from_ndarray<D: RemoveAxis>(
        samples: &ArrayRef<T, D>,
        targets: impl IntoTargets<Y, T>,
    ) -> Result<Self> {
        Self::from_rows(rows(samples), targets)
    }
}

impl<X: Shape, Y: Shape, T: Scalar> Dataset<X, Y, T> {
    /// As [`from_ndarray`](Self::from_ndarray), with targets that are an array too.
    ///
    /// ```
    /// use ndarray::Array;
    /// use plywood::prelude::*;
    ///
    /// let photos = Array::from_elem((2, 512, 512, 3), 0.5);
    /// let masks = Array::from_elem((2, 512, 512), 1.0);
    /// let data: Dataset<Image<512, 512, 3>, Image<512, 512, 1>> = Dataset::from_ndarrays(&photos, &masks)?;
    /// # Ok::<(), plywood::Error>(())
    /// ```
    ///
    /// # Errors
    /// As [`from_rows`](Self::from_rows), and [`Error::TargetWidth`](crate::Error::TargetWidth) for the first target
    /// with another number of values.
    pub fn from_ndarrays<D: RemoveAxis, E: RemoveAxis>(
        samples: &ArrayRef<T, D>,
        targets: &ArrayRef<T, E>,
    ) -> Result<Self> {
        Self::from_row_pairs(rows(samples), rows(targets))
    }
}

/// The values along the first axis, in row-major order.
fn rows<T: Scalar, D: RemoveAxis>(array: &ArrayRef<T, D>) -> impl Iterator<Item = Vec<T>> {
    array.axis_iter(Axis(0)).map(|row| row.iter().copied().collect())
}

#[cfg(test)]
mod tests {
    use ndarray::{Array, s};

    use crate::error::{Error, Result};
    use crate::prelude::*;

    #[test]
    fn samples_are_those_of_the_first_axis() {
        let images = Array::from_iter((0..24).map(|n| n as f32)).into_shape_with_order((2, 3, 4)).unwrap();
        let data: Dataset<Image<3, 4, 1>, Classes<2>> = Dataset::from_ndarray(&images, [0, 1]).unwrap();
        assert_eq!(data.samples()[1][0], [[12.0], [13.0], [14.0], [15.0]]);
        // A view in another order.
        let view = images.slice(s![.., 0..2, 1]);
        let data: Dataset<Features<2>, Classes<2>> =
            Dataset::from_ndarray(&view.reversed_axes(), [0, 1]).unwrap();
        assert_eq!(data.inputs(), [1.0, 13.0, 5.0, 17.0]);
        let wrong: Result<Dataset<Features<3>, Classes<2>>> = Dataset::from_ndarray(&images, [0, 1]);
        assert_eq!(wrong, Err(Error::Width { row: 0, expected: 3, found: 12 }));
    }

    #[test]
    fn targets_are_those_of_the_first_axis_too() {
        let images = Array::from_iter((0..24).map(|n| n as f32)).into_shape_with_order((2, 3, 4)).unwrap();
        let corners = images.slice(s![.., ..2, 0]);
        let data: Dataset<Image<3, 4, 1>, Features<2>> = Dataset::from_ndarrays(&images, &corners).unwrap();
        assert_eq!(data.target_values(), [0.0, 4.0, 12.0, 16.0]);
        let wrong: Result<Dataset<Image<3, 4, 1>, Features<3>>> = Dataset::from_ndarrays(&images, &corners);
        assert_eq!(wrong, Err(Error::TargetWidth { row: 0, expected: 3, found: 2 }));
        let fewer: Result<Dataset<Image<3, 4, 1>, Features<1>>> =
            Dataset::from_ndarrays(&images, &ndarray::array![1.0]);
        assert_eq!(fewer, Err(Error::Lengths { samples: 2, targets: 1 }));
    }
}
