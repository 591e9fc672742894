//! Every derivative against central differences in `f64`: each layer with each activation, under each loss.
//!
//! A new layer, activation or loss is one line in the tables at the end. Of the activations, five are tried with
//! everything; the others alone, since a model takes a while to compile.

use plywood::data::Target;
use plywood::losses::{Loss, Over};
use plywood::prelude::*;
use plywood::regularizers::Mode;
use plywood::rng::{Purpose, Streams};
use plywood::{Layer, Scalar, gradient_check};

/// The largest error that rounding in the differences explains.
const TOLERANCE: f64 = 1e-7;

/// A batch that is not a whole number of vectors, and one that is a single sample.
const BATCHES: [usize; 2] = [11, 1];

/// The seed of the samples. With others, a value may lie so near the kink of an activation that the differences step
/// over it.
const SAMPLES: u64 = 102;

fn uniform(seed: u64, len: usize) -> Vec<f64> {
    let mut rng = Streams::new(seed).rng(Purpose::InitialWeights, 0);
    (0..len).map(|_| 2.0 * rng.uniform() - 1.0).collect()
}

fn data<Y: Target>(inputs: &[f64], target: impl Fn(&[f64]) -> Y::Value<f64>) -> Dataset<Features<6>, Y, f64> {
    let targets = inputs.chunks(6).map(target).collect::<Vec<_>>();
    Dataset::from_slice(inputs, targets).unwrap()
}

/// Non-zero biases too, so that their place in every formula counts.
fn randomized<M: Model<Scalar = f64>>(mut model: M) -> M {
    let mut weights = model.weights();
    for (seed, weight) in weights.iter_mut().enumerate() {
        weight.values = uniform(seed as u64 + 2, weight.values.len());
    }
    model.set_weights(&weights).unwrap();
    model
}

fn check<M, L>(what: &str, model: M, loss: L, target: impl Fn(&[f64]) -> <L::Target as Target>::Value<f64>)
where
    M: Model<Scalar = f64> + Layer<Input = Features<6>>,
    L: Loss<M::Output, M::Activation>,
{
    let model = randomized(model);
    for samples in BATCHES {
        assert_right(what, &model, &loss, &data(&uniform(SAMPLES, samples * 6), &target));
    }
}

/// The same for a network that begins with a dense layer, whose activation is smooth but at `kinks`. The samples are
/// spread out so that there are values on both sides of each, and none is so near that the differences step over it.
fn check_activation<M>(what: &str, model: M, kinks: &[f64])
where
    M: Model<Scalar = f64> + Layer<Input = Features<6>, Output = Features<3>>,
{
    let model = randomized(model);
    let spread = kinks.iter().fold(1.0, |spread: f64, kink| spread.max(kink.abs()));
    for samples in BATCHES {
        let inputs: Vec<f64> = uniform(SAMPLES, samples * 6).iter().map(|x| spread * x).collect();
        let preactivations = preactivations(&model, &inputs);
        for &kink in kinks {
            let (below, above): (Vec<f64>, Vec<f64>) = preactivations.iter().partition(|&&z| z < kink);
            assert!(samples == 1 || !below.is_empty() && !above.is_empty(), "{what}: one side of {kink}");
            // The differences move a weight by up to 2e-4.
            let near = preactivations.iter().find(|&z| (z - kink).abs() < 2e-4 * spread);
            assert_eq!(near, None, "{what}: near {kink}");
        }
        assert_right(what, &model, &MeanSquaredError::default(), &data(&inputs, values));
    }
}

/// What the activation of the first layer is applied to.
fn preactivations(model: &impl Model<Scalar = f64>, inputs: &[f64]) -> Vec<f64> {
    let weights = model.weights();
    let (kernel, bias) = (&weights[0].values, &weights[1].values);
    let column = |x: &[f64], unit: usize| -> f64 {
        x.iter().zip(kernel[unit..].iter().step_by(bias.len())).map(|(x, k)| x * k).sum()
    };
    inputs.chunks(6).flat_map(|x| bias.iter().enumerate().map(move |(unit, b)| b + column(x, unit))).collect()
}

fn assert_right<M, L>(what: &str, model: &M, loss: &L, data: &Dataset<M::Input, L::Target, f64>)
where
    M: Model<Scalar = f64>,
    L: Loss<M::Output, M::Activation>,
{
    let check = gradient_check(model, loss, data).unwrap().unwrap();
    assert!(check.error < TOLERANCE, "{what}, {} samples: {check:?}", data.len());
}

/// The place of the largest of the first three values.
fn class(x: &[f64]) -> usize {
    argmax(&x[..3])
}

fn one_hot(x: &[f64]) -> [f64; 3] {
    std::array::from_fn(|c| if c == class(x) { 1.0 } else { 0.0 })
}

/// Not a distribution: the gradient must be right for every target.
fn weights(x: &[f64]) -> [f64; 3] {
    [x[0].abs(), x[1].abs(), 0.3]
}

fn bits(x: &[f64]) -> [f64; 3] {
    std::array::from_fn(|i| if x[i] > 0.0 { 1.0 } else { 0.0 })
}

fn values(x: &[f64]) -> [f64; 3] {
    [x[0] * x[1], x[2].sin(), x[3]]
}

/// For each layer, a test that puts it between two dense ones, with every activation before and behind it,
/// under every loss.
macro_rules! gradients {
    (
        layers { $($test:ident: $layer:tt;)* }
        activations $activations:tt
        losses $losses:tt
    ) => {
        $(
            #[test]
            fn $test() {
                with_activations!($layer $activations $losses);
            }
        )*
    };
}

macro_rules! with_activations {
    ($layer:tt { $($activation:ident)* } $losses:tt) => {
        $(with_losses!($layer $activation $losses);)*
    };
}

macro_rules! with_losses {
    ($layer:tt $activation:ident { $($loss:ident, $end:ident, $target:ident;)* }) => {
        $({ gradient!($layer $activation $loss $end $target); })*
    };
}

macro_rules! gradient {
    ([$($layer:tt)*] $activation:ident $loss:ident $end:ident $target:ident) => {
        model! {
            struct Tested { Dense<6, 8, $activation>, $($layer)*, Activation<$activation>, Dense<_, 3, $end> }
        }
        let what = concat!(stringify!($($layer)*), " with ", stringify!($activation), " and ", stringify!($loss));
        check(what, Tested::<f64>::new(0), $loss::default(), $target);
    };
}

gradients! {
    layers {
        dense: [Dense<8, 5>];
        dense_without_bias: [Dense<8, 5, linear, NoBias>];
        dropout: [Dropout(0.4)];
        flatten: [Reshape<2, 2, 2>, Flatten];
        reshape: [Reshape<4, 2>, Reshape<8>];
    }
    activations { linear relu sigmoid softmax tanh }
    losses {
        BinaryCrossentropy, sigmoid, bits;
        CategoricalCrossentropy, softmax, one_hot;
        CategoricalCrossentropy, softmax, weights;
        MeanSquaredError, linear, values;
        MeanSquaredError, relu, values;
        MeanSquaredError, sigmoid, values;
        MeanSquaredError, softmax, values;
        MeanSquaredError, tanh, values;
        SparseCategoricalCrossentropy, softmax, class;
    }
}

/// For each activation with these settings, networks that have it inside and at the end. Behind it, its kinks.
macro_rules! activations {
    ($($test:ident: $activation:ident $(($($settings:tt)*))? $([$($kink:expr),*])?;)*) => {
        $(
            #[test]
            fn $test() {
                model! { struct Inside { Dense<6, 8, $activation>$((activation = $($settings)*))?, Dense<8, 3> } }
                model! { struct AtTheEnd { Dense<6, 3, $activation>$((activation = $($settings)*))? } }
                let kinks = &[$($($kink),*)?];
                check_activation("inside", Inside::<f64>::new(0), kinks);
                check_activation("at the end", AtTheEnd::<f64>::new(0), kinks);
            }
        )*
    };
}

activations! {
    celu_: celu [0.0];
    celu_with_alpha: celu(celu::new().alpha(0.4)) [0.0];
    celu_with_negative_alpha: celu(celu::new().alpha(-1.5)) [0.0];
    elu_: elu [0.0];
    elu_with_alpha: elu(elu::new().alpha(0.4)) [0.0];
    elu_with_negative_alpha: elu(elu::new().alpha(-0.4)) [0.0];
    exponential_: exponential;
    gelu_: gelu;
    gelu_approximate: gelu(gelu::new().approximate(true));
    hard_shrink_: hard_shrink [-0.5, 0.5];
    hard_shrink_with_threshold: hard_shrink(hard_shrink::new().threshold(0.2)) [-0.2, 0.2];
    hard_sigmoid_: hard_sigmoid [-3.0, 3.0];
    hard_silu_: hard_silu [-3.0, 3.0];
    hard_swish_: hard_swish [-3.0, 3.0];
    hard_tanh_: hard_tanh [-1.0, 1.0];
    leaky_relu_: leaky_relu [0.0];
    leaky_relu_with_slope: leaky_relu(leaky_relu::new().negative_slope(0.05)) [0.0];
    leaky_relu_with_negative_slope: leaky_relu(leaky_relu::new().negative_slope(-0.7)) [0.0];
    log_sigmoid_: log_sigmoid;
    log_softmax_: log_softmax;
    mish_: mish;
    relu6_: relu6 [0.0, 6.0];
    relu_with_slope: relu(relu::new().negative_slope(0.3)) [0.0];
    relu_with_max_value: relu(relu::new().max_value(0.4)) [0.0, 0.4];
    relu_with_threshold: relu(relu::new().threshold(0.3)) [0.3];
    relu_with_all: relu(relu::new().negative_slope(0.3).max_value(0.7).threshold(0.2)) [0.2, 0.7];
    selu_: selu [0.0];
    silu_: silu;
    soft_shrink_: soft_shrink [-0.5, 0.5];
    soft_shrink_with_threshold: soft_shrink(soft_shrink::new().threshold(0.2)) [-0.2, 0.2];
    softplus_: softplus;
    softsign_: softsign [0.0];
    sparse_plus_: sparse_plus [-1.0, 1.0];
    sparse_sigmoid_: sparse_sigmoid [-1.0, 1.0];
    sparsemax_: sparsemax;
    squareplus_: squareplus;
    squareplus_with_b: squareplus(squareplus::new().b(0.5));
    swish_: swish;
    tanh_shrink_: tanh_shrink;
    threshold_: threshold(threshold::new(0.2, -0.3)) [0.2];
}

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

/// Under each loss, a network with regularizers inside, behind a dropout and at the end.
macro_rules! regularized {
    ($($loss:ident, $end:ident, $target:ident;)*) => {
        $({
            model! {
                struct Tested {
                    Dense<6, 8, tanh>(
                        kernel_regularizer = L1L2::new().l1(0.1).l2(0.2),
                        bias_regularizer = L1(0.3),
                        activity_regularizer = L2(0.4),
                    ),
                    Dropout(0.4),
                    Dense<_, 5, relu>(
                        kernel_regularizer = OrthogonalRegularizer::new().factor(0.5),
                        activity_regularizer = L1(0.6),
                    ),
                    Dense<_, 5, softmax>(activity_regularizer = L1L2::new().l1(0.1).l2(0.7)),
                    Dense<_, 3, $end>(
                        kernel_regularizer = OrthogonalRegularizer::new().factor(0.8).mode(Mode::Columns),
                        bias_regularizer = L2(0.9),
                        activity_regularizer = L1L2::new().l1(0.2).l2(1.1),
                    ),
                }
            }
            check(stringify!($loss after $end), Tested::<f64>::new(0), $loss::default(), $target);
        })*
    };
}

#[test]
fn regularizers() {
    regularized! {
        BinaryCrossentropy, sigmoid, bits;
        CategoricalCrossentropy, softmax, one_hot;
        MeanSquaredError, linear, values;
        MeanSquaredError, gelu, values;
        MeanSquaredError, softmax, values;
        SparseCategoricalCrossentropy, softmax, class;
        SparseCategoricalCrossentropy, linear, class;
    }
}

/// A network that is a single layer, whose regularizers are the only thing that can be wrong.
#[test]
fn regularizers_of_a_single_layer() {
    model! {
        struct Fused { Dense<6, 3, softmax>(kernel_regularizer = L2(0.5), activity_regularizer = L2(2.0)) }
    }
    check("fused", Fused::<f64>::new(0), CategoricalCrossentropy::default(), one_hot);
    model! {
        struct Unfused { Dense<6, 3, tanh>(bias_regularizer = L2(0.5), activity_regularizer = L2(2.0)) }
    }
    check("unfused", Unfused::<f64>::new(0), MeanAbsoluteError::default(), values);
}

/// Softmax and its relatives over the last axis of an image, one distribution for each pixel.
#[test]
fn softmax_over_pixels() {
    model! { struct Softmax { Dense<6, 8>, Reshape<2, 2, 2>, Activation<softmax>, Flatten, Dense<_, 3> } }
    check("softmax over pixels", Softmax::<f64>::new(0), MeanSquaredError::default(), values);
    model! { struct LogSoftmax { Dense<6, 8>, Reshape<2, 2, 2>, Activation<log_softmax>, Flatten, Dense<_, 3> } }
    check("log_softmax over pixels", LogSoftmax::<f64>::new(0), MeanSquaredError::default(), values);
    model! { struct Sparsemax { Dense<6, 8>, Reshape<2, 2, 2>, Activation<sparsemax>, Flatten, Dense<_, 3> } }
    check("sparsemax over pixels", Sparsemax::<f64>::new(0), MeanSquaredError::default(), values);
}

/// The check itself finds a wrong derivative.
#[test]
fn a_wrong_derivative_is_found() {
    use plywood::activations::Elementwise;

    #[derive(Clone, Copy, Debug, Default)]
    struct Wrong;

    impl Elementwise for Wrong {
        const NAME: &'static str = "wrong";
        fn value<T: Scalar>(&self, z: T) -> T {
            z.tanh()
        }
        fn derivative<T: Scalar>(&self, a: T) -> T {
            T::one() - a
        }
    }

    model! { struct Tested { Dense<6, 8, Wrong>, Dense<8, 3> } }
    let model = randomized(Tested::<f64>::new(0));
    let check = gradient_check(&model, &MeanSquaredError::default(), &data(&uniform(SAMPLES, 66), values))
        .unwrap()
        .unwrap();
    assert!(check.error > 0.01, "{check:?}");
    assert!(check.variable.starts_with("dense/"), "{check:?}");
}
