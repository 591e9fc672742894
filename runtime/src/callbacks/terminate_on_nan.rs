use super::{Callback, Training};

/// Makes a training that diverges end without an error.
///
/// A training whose loss, gradient or step is infinite or not a number, or whose loss is not defined for an output,
/// always ends at once, with the weights from before the batch. Without this callback `fit` then gives
/// [`Error::Diverged`](crate::Error::Diverged) or [`Error::Output`](crate::Error::Output): Keras' `raise_error=True`.
/// With it `fit` gives the history of the epochs before, whose [`ending`](crate::History::ending) is
/// [`Diverged`](crate::history::Ending::Diverged).
///
/// ```
/// use plywood::callbacks::TerminateOnNaN;
/// use plywood::history::Ending;
/// use plywood::prelude::*;
///
/// let data: Dataset<Features<1>, Features<1>> = Dataset::new([[1e3]], [[1.0]])?;
/// let mut model = model![Dense<1, 1>].compile(SGD::new(1e3), MeanSquaredError::default(), ());
/// let history = model.fit(&data, Fit::epochs(100).callbacks(TerminateOnNaN))?;
/// assert_eq!(history.ending(), Ending::Diverged);
/// # Ok::<(), plywood::Error>(())
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct TerminateOnNaN;

impl Callback for TerminateOnNaN {
    fn on_train_begin(&mut self, training: &mut Training<'_>) {
        training.tolerate_divergence();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Error;
    use crate::history::Ending;
    use crate::training::testing::{line, train};

    #[test]
    fn a_training_that_diverges_ends_without_an_error() {
        let mut model = line(1e30);
        assert!(matches!(train(&mut model, 9, ()), Err(Error::Diverged { .. })));
        let mut model = line(1e30);
        let history = train(&mut model, 9, TerminateOnNaN).unwrap();
        assert_eq!((history.ending(), history.epochs().len()), (Ending::Diverged, 0));
        let finished = train(&mut line(0.1), 2, TerminateOnNaN).unwrap();
        assert_eq!(finished.ending(), Ending::Finished);
    }
}
