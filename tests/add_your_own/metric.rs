use plywood::metrics::{Direction, Metric, Score, Seen};
use plywood::{Scalar, Shape};

/// The largest difference of all samples.
#[derive(Clone, Default)]
pub struct LargestError;

impl<Out: Shape, A> Metric<Out, A, Out> for LargestError {
    type State = f64;

    fn name(&self) -> &str {
        "largest_error"
    }

    fn direction(&self) -> Option<Direction> {
        Some(Direction::Down)
    }

    fn state(&self) -> f64 {
        0.0
    }

    fn update<T: Scalar>(&self, largest: &mut f64, seen: Seen<'_, T, Out, Out>) {
        for (sample, value) in (0..seen.samples()).flat_map(|s| (0..Out::LEN).map(move |v| (s, v))) {
            let error = (seen.outputs().at(value, sample) - seen.targets.at(value, sample)).abs();
            *largest = largest.max(error.to_f64());
        }
    }

    fn result(&self, largest: &f64) -> Score {
        (*largest).into()
    }
}
