use super::{Gathered, Metric, Seen};
use crate::data::Target;
use crate::error::Result;
use crate::metrics::Scores;
use crate::tensor::{Scalar, Shape};

/// A tuple of metrics: `()`, `(Accuracy::default(),)`, and so on, up to twelve.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a tuple of metrics that fit the model and the loss",
    label = "not a tuple of metrics",
    note = "metrics stand in a tuple: `()` for none, `(Accuracy::default(),)` for one"
)]
pub trait Metrics<Out: Shape, A, Y: Target>: Clone + Send + Sync {
    /// How many there are.
    const COUNT: usize;

    /// The states of all.
    type States: Clone + Send + Sync;

    /// The states before any batch.
    fn states(&self) -> Self::States;

    /// Shows every number in these states: see [`Gathered`](super::Gathered).
    fn each_number(&self, states: &mut Self::States, see: &mut dyn FnMut(&mut f64));

    /// Whether the settings of all make sense.
    ///
    /// # Errors
    /// [`Error::Setting`](crate::Error::Setting) for a setting out of its range.
    fn check(&self) -> Result<()>;

    /// Shows all of them a batch.
    fn update<T: Scalar>(&self, states: &mut Self::States, seen: Seen<'_, T, Out, Y>);

    /// The loss and what the metrics say, in order.
    fn scores(&self, states: &Self::States, loss: f64) -> Scores;
}

macro_rules! tuple {
    ($($metric:ident $state:ident)*) => {
        #[allow(non_snake_case, unused_mut, unused_variables, reason = "the types' names serve for the values too")]
        impl<Out: Shape, A, Y: Target, $($metric: Metric<Out, A, Y>),*> Metrics<Out, A, Y> for ($($metric,)*) {
            const COUNT: usize = <[&str]>::len(&[$(stringify!($metric)),*]);

            type States = ($($metric::State,)*);

            #[allow(clippy::unused_unit, reason = "the states of no metrics")]
            fn states(&self) -> Self::States {
                let ($($metric,)*) = self;
                ($($metric.state(),)*)
            }

            fn each_number(&self, states: &mut Self::States, see: &mut dyn FnMut(&mut f64)) {
                let ($($state,)*) = states;
                $($state.each_number(see);)*
            }

            fn check(&self) -> Result<()> {
                let ($($metric,)*) = self;
                $($metric.check()?;)*
                Ok(())
            }

            fn update<T: Scalar>(&self, states: &mut Self::States, seen: Seen<'_, T, Out, Y>) {
                let (($($metric,)*), ($($state,)*)) = (self, states);
                $($metric.update($state, seen.weighted($metric.is_weighted()));)*
            }

            fn scores(&self, states: &Self::States, loss: f64) -> Scores {
                let (($($metric,)*), ($($state,)*)) = (self, states);
                let mut scores = Scores::new(loss);
                $(scores.push($metric.name(), $metric.direction(), $metric.is_weighted(), $metric.result($state));)*
                scores
            }
        }
    };
}

tuple!();
tuple!(A1 S1);
tuple!(A1 S1 A2 S2);
tuple!(A1 S1 A2 S2 A3 S3);
tuple!(A1 S1 A2 S2 A3 S3 A4 S4);
tuple!(A1 S1 A2 S2 A3 S3 A4 S4 A5 S5);
tuple!(A1 S1 A2 S2 A3 S3 A4 S4 A5 S5 A6 S6);
tuple!(A1 S1 A2 S2 A3 S3 A4 S4 A5 S5 A6 S6 A7 S7);
tuple!(A1 S1 A2 S2 A3 S3 A4 S4 A5 S5 A6 S6 A7 S7 A8 S8);
tuple!(A1 S1 A2 S2 A3 S3 A4 S4 A5 S5 A6 S6 A7 S7 A8 S8 A9 S9);
tuple!(A1 S1 A2 S2 A3 S3 A4 S4 A5 S5 A6 S6 A7 S7 A8 S8 A9 S9 A10 S10);
tuple!(A1 S1 A2 S2 A3 S3 A4 S4 A5 S5 A6 S6 A7 S7 A8 S8 A9 S9 A10 S10 A11 S11);
tuple!(A1 S1 A2 S2 A3 S3 A4 S4 A5 S5 A6 S6 A7 S7 A8 S8 A9 S9 A10 S10 A11 S11 A12 S12);
