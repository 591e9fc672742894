use plywood::data::Target;
use plywood::losses::{Loss, Over};
use plywood::prelude::*;

use crate::{SAMPLES, assert_right, bits, check, class, data, one_hot, randomized, uniform, values, weights};

/// For each loss with these settings, a network that ends in each of these activations.
macro_rules! losses {
    ($($test:ident: $loss:expr, [$($end:ident)*], $target:ident;)*) => {
        $(
            #[test]
            fn $test() {
                $({
                    model! { struct Tested { Dense<6, 8, tanh>, Dense<8, 3, $end> } }
                    check(concat!(stringify!($test), " after ", stringify!($end)), Tested::<f64>::new(0), $loss, $target);
                })*
            }
        )*
    };
}

losses! {
    binary_crossentropy: BinaryCrossentropy::new().label_smoothing(0.2), [sigmoid linear], bits;
    binary_focal_crossentropy: BinaryFocalCrossentropy::new(), [sigmoid linear], bits;
    binary_focal_crossentropy_balanced: BinaryFocalCrossentropy::new()
        .apply_class_balancing(true).alpha(0.3).gamma(0.5).label_smoothing(0.1), [sigmoid linear], weights;
    categorical_crossentropy: CategoricalCrossentropy::new().label_smoothing(0.2), [softmax linear], weights;
    categorical_focal_crossentropy: CategoricalFocalCrossentropy::new(), [softmax linear], one_hot;
    categorical_focal_crossentropy_with_settings: CategoricalFocalCrossentropy::new()
        .alpha(0.5).gamma(0.7).label_smoothing(0.1), [softmax linear], weights;
    categorical_focal_crossentropy_with_alphas:
        CategoricalFocalCrossentropy::new().alpha([0.2, 0.7, 0.4]), [softmax linear], one_hot;
    categorical_generalized_cross_entropy:
        CategoricalGeneralizedCrossEntropy::new().q(0.7), [softmax], class;
    categorical_hinge: CategoricalHinge::new(), [linear tanh], one_hot;
    circle: Circle::<3>::new().gamma(2.0).margin(0.2), [tanh softmax], class;
    circle_with_itself: Circle::<3>::new().gamma(3.0).remove_diagonal(false), [tanh softmax], class;
    cosine_similarity: CosineSimilarity::new(), [linear sigmoid softmax], values;
    dice: Dice::new(), [sigmoid softmax], bits;
    dice_of_samples: Dice::new().axis(Over::EachSample), [sigmoid softmax], weights;
    hinge: Hinge::new(), [linear tanh], values;
    hinge_of_bits: Hinge::new(), [linear tanh], bits;
    huber: Huber::new().delta(0.3), [linear relu], values;
    kl_divergence: KLDivergence::new(), [softmax sigmoid], weights;
    log_cosh: LogCosh::new(), [linear softplus], values;
    mean_absolute_error: MeanAbsoluteError::new(), [linear tanh], values;
    mean_absolute_percentage_error: MeanAbsolutePercentageError::new(), [linear tanh], values;
    mean_squared_logarithmic_error: MeanSquaredLogarithmicError::new(), [softplus sigmoid], weights;
    poisson: Poisson::new(), [softplus exponential], weights;
    sparse_categorical_crossentropy: SparseCategoricalCrossentropy::new().ignore_class(1), [softmax linear], class;
    squared_hinge: SquaredHinge::new(), [linear tanh], values;
    squared_hinge_of_bits: SquaredHinge::new(), [linear tanh], bits;
    tversky: Tversky::new().alpha(0.3).beta(0.6), [sigmoid softmax], bits;
    tversky_of_samples: Tversky::new().alpha(0.2).axis(Over::EachSample), [sigmoid softmax], weights;
    sum: MeanSquaredError::new().reduction(Reduction::Sum), [linear], values;
    mean_with_sample_weight:
        MeanSquaredError::new().reduction(Reduction::MeanWithSampleWeight), [linear], values;
}

/// Samples with weights, one of them negative, under each reduction.
#[test]
fn weighted_samples() {
    model! { struct Tested { Dense<6, 8, tanh>, Dense<8, 3, softmax> } }
    let model = randomized(Tested::<f64>::new(0));
    let data = data(&uniform(SAMPLES, 66), class);
    let data = data.sample_weight((0..11).map(|n| f64::from(n) * 0.3 - 0.2)).unwrap();
    for reduction in [Reduction::SumOverBatchSize, Reduction::Sum, Reduction::MeanWithSampleWeight] {
        let loss = SparseCategoricalCrossentropy::new().reduction(reduction);
        assert_right(&format!("{reduction:?}"), &model, &loss, &data);
        assert_right(&format!("{reduction:?}, ignoring"), &model, &loss.ignore_class(2), &data);
    }
}

/// The same for losses in which each sample's loss depends on the others' outputs.
#[test]
fn weighted_samples_that_are_compared_with_each_other() {
    fn check<L: Loss<Features<3>, tanh>>(loss: L, target: fn(&[f64]) -> <L::Target as Target>::Value<f64>) {
        model! { struct Tested { Dense<6, 8, tanh>, Dense<8, 3, tanh> } }
        let data = data(&uniform(SAMPLES, 66), target);
        let data = data.sample_weight((0..11).map(|n| f64::from(n) * 0.3 - 0.2)).unwrap();
        assert_right(loss.name(), &randomized(Tested::<f64>::new(0)), &loss, &data);
    }
    for reduction in [Reduction::SumOverBatchSize, Reduction::Sum, Reduction::MeanWithSampleWeight] {
        check(Circle::<3>::new().gamma(2.0).reduction(reduction), class);
        check(Dice::new().reduction(reduction), bits);
        check(Tversky::new().alpha(0.3).reduction(reduction), bits);
    }
}

/// Rows of labels of all lengths, and samples with weights.
#[test]
fn ctc() {
    fn labels(x: &[f64]) -> [usize; 2] {
        let label = |value: f64| (value.abs() * 7.0) as usize % 3;
        [label(x[0]), label(x[1])]
    }
    model! { struct Tested { Dense<6, 8, tanh>, Dense<8, 12>, Reshape<4, 3> } }
    let data = data(&uniform(SAMPLES, 66), labels);
    let weighted = data.clone().sample_weight((0..11).map(|n| f64::from(n) * 0.3 - 0.2)).unwrap();
    for reduction in [Reduction::SumOverBatchSize, Reduction::Sum] {
        let loss = CTC::<2>::new().reduction(reduction);
        assert_right("ctc", &randomized(Tested::<f64>::new(0)), &loss, &data);
        assert_right("ctc with weights", &randomized(Tested::<f64>::new(0)), &loss, &weighted);
    }
}

/// A distribution for each pixel of an image.
#[test]
fn losses_over_pixels() {
    fn pixels(x: &[f64]) -> [[[f64; 3]; 2]; 1] {
        [[one_hot(x), weights(x)]]
    }
    model! { struct Softmax { Dense<6, 6>, Reshape<1, 2, 3>, Activation<softmax> } }
    model! { struct Logits { Dense<6, 6>, Reshape<1, 2, 3> } }
    check("cross-entropy", Softmax::<f64>::new(0), CategoricalCrossentropy::default(), pixels);
    check("cross-entropy", Logits::<f64>::new(0), CategoricalCrossentropy::default(), pixels);
    check("focal cross-entropy", Softmax::<f64>::new(0), CategoricalFocalCrossentropy::default(), pixels);
    check("focal cross-entropy", Logits::<f64>::new(0), CategoricalFocalCrossentropy::default(), pixels);
    check("divergence", Softmax::<f64>::new(0), KLDivergence::default(), pixels);
    check("hinge", Logits::<f64>::new(0), CategoricalHinge::default(), pixels);
    check("similarity", Logits::<f64>::new(0), CosineSimilarity::default(), pixels);
}
