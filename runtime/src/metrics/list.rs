use super::{MetricOf, Seen};
use crate::data::Target;
use crate::{Scalar, Shape};

/// A tuple of metrics: `()`, `(Accuracy::default(),)`, and so on, up to eight.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a tuple of metrics that fit the model and the loss",
    label = "not a tuple of metrics",
    note = "metrics stand in a tuple: `()` for none, `(Accuracy::default(),)` for one"
)]
pub trait Metrics<Out: Shape, Y: Target>: Clone + Send + Sync {
    /// The names, in order.
    fn names(&self) -> Vec<&'static str>;

    /// Resets all.
    fn reset(&mut self);

    /// Shows all of them a batch.
    fn update<T: Scalar>(&mut self, seen: Seen<'_, T, Out, Y>);

    /// The results, in order.
    fn results(&self) -> Vec<f64>;
}

macro_rules! tuple {
    ($($metric:ident)*) => {
        #[allow(non_snake_case, unused_variables, reason = "the types' names serve for the values too")]
        impl<Out: Shape, Y: Target, $($metric: MetricOf<Out, Y>),*> Metrics<Out, Y> for ($($metric,)*) {
            fn names(&self) -> Vec<&'static str> {
                let ($($metric,)*) = self;
                vec![$($metric.name()),*]
            }

            fn reset(&mut self) {
                let ($($metric,)*) = self;
                $($metric.reset();)*
            }

            fn update<T: Scalar>(&mut self, seen: Seen<'_, T, Out, Y>) {
                let ($($metric,)*) = self;
                $($metric.update(seen);)*
            }

            fn results(&self) -> Vec<f64> {
                let ($($metric,)*) = self;
                vec![$($metric.result()),*]
            }
        }
    };
}

tuple!();
tuple!(A);
tuple!(A B);
tuple!(A B C);
tuple!(A B C D);
tuple!(A B C D E);
tuple!(A B C D E F);
tuple!(A B C D E F G);
tuple!(A B C D E F G H);
