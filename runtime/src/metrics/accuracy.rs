use super::{BinaryAccuracy, CategoricalAccuracy, Mean, Metric, Seen, SparseCategoricalAccuracy};
use crate::data::{ClassImage, ClassSequence, Classes, each_class_target};
use crate::tensor::{Features, Image, Scalar, Sequence, Shape, last_axis};

/// The part of the predictions that is right. What "right" means follows from the types, as it does in Keras:
///
/// | outputs | targets | right when | the same as |
/// |---|---|---|---|
/// | `Features<C>`; `Sequence<S, C>`; `Image<H, W, C>` | `Classes<C>`; `ClassSequence<S, C>`; `ClassImage<H, W, C>` | the largest output is that of the target's class | [`SparseCategoricalAccuracy`] |
/// | any shape, the last axis longer than 1 | the same shape | the largest output on the last axis is where the largest target is | [`CategoricalAccuracy`] |
/// | any shape, the last axis of length 1 | the same shape | the output is above 0.5 and the target 1, or not and 0 | [`BinaryAccuracy`] |
///
/// Of equal largest values the first counts. Labels of two classes become targets for one output with
/// [`Dataset::binary`](crate::Dataset::binary). For logits, after `linear`, write
/// [`BinaryAccuracy::new().threshold(0.0)`](BinaryAccuracy::threshold). For several outputs of `sigmoid`, each right or
/// wrong by itself, write `BinaryAccuracy`.
#[derive(Clone, Copy, Debug, Default)]
#[non_exhaustive]
pub struct Accuracy {}

impl Accuracy {
    /// The metric with Keras' defaults.
    pub const fn new() -> Self {
        Self {}
    }
}

macro_rules! class_accuracy {
    ([$($parameters:tt)*], $out:ty, $target:ty) => {
        impl<A, $($parameters)*> Metric<$out, A, $target> for Accuracy {
            super::mean::mean_metric!("accuracy", Up);

            fn update<T: Scalar>(&self, state: &mut Mean, seen: Seen<'_, T, $out, $target>) {
                Metric::<_, A, _>::update(&SparseCategoricalAccuracy::new(), state, seen);
            }
        }
    };
}
each_class_target!(class_accuracy);

impl<A, Out: Shape> Metric<Out, A, Out> for Accuracy {
    super::mean::mean_metric!("accuracy", Up);

    fn update<T: Scalar>(&self, state: &mut Mean, seen: Seen<'_, T, Out, Out>) {
        if last_axis::<Out>() == 1 {
            Metric::<_, A, _>::update(&BinaryAccuracy::new(), state, seen);
        } else {
            Metric::<_, A, _>::update(&CategoricalAccuracy::new(), state, seen);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metrics::Score;
    use crate::metrics::testing::{class_score, score};

    #[test]
    fn the_types_say_what_is_right() {
        let metric = Accuracy::default();
        let outputs = [[0.7, 0.2], [0.9, 0.8], [0.3, 0.4]];
        assert_eq!(class_score(&metric, &outputs, &[0, 1, 1]), Score::One(2.0 / 3.0));
        assert_eq!(score(&metric, &outputs, &[[1.0, 0.0], [1.0, 1.0], [1.0, 0.0]]), Score::One(2.0 / 3.0));
        assert_eq!(score(&metric, &[[0.5], [0.6], [0.4]], &[[0.0], [1.0], [1.0]]), Score::One(2.0 / 3.0));
    }
}
