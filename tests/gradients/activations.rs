use plywood::Layer;
use plywood::prelude::*;

use crate::{BATCHES, SAMPLES, assert_right, check, data, randomized, uniform, values};

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
