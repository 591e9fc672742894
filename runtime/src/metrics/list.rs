use super::{Gathered, Metric, Seen};
use crate::activations::ActivationFn;
use crate::data::{Target, Targets};
use crate::error::Result;
use crate::losses::Prediction;
use crate::metrics::Scores;
use crate::tensor::{Flow, Scalar, Shape};

/// A tuple of metrics: `()`, `(Accuracy::default(),)`, and so on, up to twelve. For a model with several outputs, a
/// tuple of such tuples, one for each output, or `()`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a tuple of metrics that fit the model and the loss",
    label = "not a tuple of metrics",
    note = "`Accuracy::default()` is for classes, `MeanAbsoluteError::default()` for values: the loss decides which of them the targets are",
    note = "metrics stand in a tuple: `()` for none, `(Accuracy::default(),)` for one; those of several outputs in a tuple of such tuples"
)]
pub trait Metrics<Out: Flow, A, Y: Targets>: Clone + Send + Sync {
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

    /// The loss of a model with one output and what its metrics say, in order.
    fn scores(&self, states: &Self::States, loss: f64) -> Scores {
        let mut scores = Scores::new(loss);
        self.add_scores(states, &[], &mut scores);
        scores
    }

    /// Appends what the metrics say, in order; behind the name of each output, if there are several.
    fn add_scores(&self, states: &Self::States, outputs: &[&str], scores: &mut Scores);
}

macro_rules! tuple {
    ($($metric:ident $state:ident)*) => {
        #[diagnostic::do_not_recommend]
        #[allow(non_snake_case, unused_mut, unused_variables, reason = "the types' names serve for the values too")]
        impl<Out: Shape, A, Y: Target, $($metric: Metric<Out, A, Y>),*> Metrics<Out, A, Y> for ($($metric,)*) {
            const COUNT: usize = <[&str]>::len(&[$(stringify!($metric)),*]);

            type States = ($($metric::State,)*);

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

            fn add_scores(&self, states: &Self::States, outputs: &[&str], scores: &mut Scores) {
                let (($($metric,)*), ($($state,)*)) = (self, states);
                let output = outputs.first().copied();
                $(scores.push(
                    output, $metric.name(), $metric.direction(), $metric.is_weighted(), $metric.result($state),
                );)*
            }
        }
    };
}

impl<Out: Flow, A, Y: Targets> Metrics<Out, A, Y> for () {
    const COUNT: usize = 0;

    type States = ();

    fn states(&self) {}

    fn each_number(&self, (): &mut (), _: &mut dyn FnMut(&mut f64)) {}

    fn check(&self) -> Result<()> {
        Ok(())
    }

    fn update<T: Scalar>(&self, (): &mut (), _: Seen<'_, T, Out, Y>) {}

    fn add_scores(&self, (): &(), _: &[&str], _: &mut Scores) {}
}

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

/// Implements [`Metrics`] for a tuple of tuples.
macro_rules! outputs {
    ($($shape:ident $activation:ident $target:ident $metrics:ident $at:tt)*) => {
        #[diagnostic::do_not_recommend]
        impl<$($shape: Shape, $activation: ActivationFn, $target: Target, $metrics),*>
            Metrics<($($shape,)*), ($($activation,)*), ($($target,)*)> for ($($metrics,)*)
        where
            $($metrics: Metrics<$shape, $activation, $target>),*
        {
            const COUNT: usize = 0 $(+ $metrics::COUNT)*;

            type States = ($($metrics::States,)*);

            fn states(&self) -> Self::States {
                ($(self.$at.states(),)*)
            }

            fn each_number(&self, states: &mut Self::States, see: &mut dyn FnMut(&mut f64)) {
                $(self.$at.each_number(&mut states.$at, see);)*
            }

            fn check(&self) -> Result<()> {
                $(self.$at.check()?;)*
                Ok(())
            }

            fn update<T: Scalar>(
                &self,
                states: &mut Self::States,
                seen: Seen<'_, T, ($($shape,)*), ($($target,)*)>,
            ) {
                let (positions, steps) =
                    (<($($target,)*) as Targets>::POSITIONS, <($($shape,)*) as Flow>::STEPS);
                $(
                    let prediction = Prediction {
                        preactivations: seen.prediction.preactivations.$at,
                        outputs: seen.prediction.outputs.$at,
                        instructions: seen.prediction.instructions,
                    };
                    let weights = seen.weights.of_output($at, positions, steps);
                    self.$at.update(&mut states.$at, Seen::of(prediction, seen.targets.$at, weights));
                )*
            }

            fn add_scores(&self, states: &Self::States, outputs: &[&str], scores: &mut Scores) {
                $(self.$at.add_scores(&states.$at, outputs.get($at..).unwrap_or_default(), scores);)*
            }
        }
    };
}

outputs!(S0 A0 Y0 M0 0 S1 A1 Y1 M1 1);
outputs!(S0 A0 Y0 M0 0 S1 A1 Y1 M1 1 S2 A2 Y2 M2 2);
outputs!(S0 A0 Y0 M0 0 S1 A1 Y1 M1 1 S2 A2 Y2 M2 2 S3 A3 Y3 M3 3);
outputs!(S0 A0 Y0 M0 0 S1 A1 Y1 M1 1 S2 A2 Y2 M2 2 S3 A3 Y3 M3 3 S4 A4 Y4 M4 4);
outputs!(S0 A0 Y0 M0 0 S1 A1 Y1 M1 1 S2 A2 Y2 M2 2 S3 A3 Y3 M3 3 S4 A4 Y4 M4 4 S5 A5 Y5 M5 5);
outputs!(S0 A0 Y0 M0 0 S1 A1 Y1 M1 1 S2 A2 Y2 M2 2 S3 A3 Y3 M3 3 S4 A4 Y4 M4 4 S5 A5 Y5 M5 5 S6 A6 Y6 M6 6);
outputs!(
    S0 A0 Y0 M0 0 S1 A1 Y1 M1 1 S2 A2 Y2 M2 2 S3 A3 Y3 M3 3 S4 A4 Y4 M4 4 S5 A5 Y5 M5 5 S6 A6 Y6 M6 6 S7 A7 Y7 M7 7
);
