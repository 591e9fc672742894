use crate::tensor::{Batch, Scalar, Shape, last_axis};

/// The values of one sample along the last axis: all of `Features`, those of one step of a `Sequence`.
#[derive(Debug)]
pub(crate) struct Row<'a, T, S> {
    batch: Batch<'a, T, S>,
    first: usize,
    sample: usize,
}

impl<T, S> Clone for Row<'_, T, S> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T, S> Copy for Row<'_, T, S> {}

/// The rows of a sample.
pub(crate) fn rows<T: Scalar, S: Shape>(
    batch: Batch<'_, T, S>,
    sample: usize,
) -> impl ExactSizeIterator<Item = Row<'_, T, S>> {
    (0..S::LEN).step_by(last_axis::<S>()).map(move |first| Row::new(batch, first, sample))
}

impl<'a, T: Scalar, S: Shape> Row<'a, T, S> {
    /// The row that begins with the value `first` of a sample.
    pub(crate) const fn new(batch: Batch<'a, T, S>, first: usize, sample: usize) -> Self {
        Self { batch, first, sample }
    }

    /// Which of a sample's values the first one is.
    pub(crate) const fn first(self) -> usize {
        self.first
    }

    /// The value of a class.
    pub(crate) fn at(self, class: usize) -> T {
        self.batch.at(self.first + class, self.sample)
    }

    /// The values of all classes.
    pub(crate) fn values(self) -> impl ExactSizeIterator<Item = T> + Clone + use<'a, T, S> {
        (0..last_axis::<S>()).map(move |class| self.at(class))
    }
}
