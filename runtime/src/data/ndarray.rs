//! Data from arrays of the crate `ndarray`.

use ndarray::{ArrayRef, Axis, RemoveAxis};

use super::{Dataset, Target};
use crate::{Result, Scalar, Shape};

impl<X: Shape, Y: Target, T: Scalar> Dataset<X, Y, T> {
    /// The samples of an array, whose first axis counts them; its other axes together hold the values of a sample. It may be a view, in any
    /// order of memory.
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
        targets: impl IntoIterator<Item = Y::Value<T>>,
    ) -> Result<Self> {
        let rows = samples.axis_iter(Axis(0)).map(|sample| sample.iter().copied().collect::<Vec<T>>());
        Self::from_rows(rows, targets)
    }
}

#[cfg(test)]
mod tests {
    use ndarray::{Array, s};

    use crate::prelude::*;
    use crate::{Error, Result};

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
}
