//! Activations and their derivatives against numbers that were computed in another way: `activations/values.csv`,
//! written with many digits by `activations/values.py`.

use plywood::activations::ActivationFn;
use plywood::prelude::*;
use plywood::{Batch, BatchMut, Lanes, Scalar};

/// Those that cannot keep all digits of a number near 0: it is left over from a difference between larger ones, in
/// Keras too.
const ABSOLUTE: &[&str] = &["celu", "celu_with_alpha", "selu", "sigmoid", "tanh", "tanh_shrink"];

/// `f(z)` and `f'(z)`, through the two calls that a model makes.
fn at<T: Scalar>(activation: impl ActivationFn, z: f64) -> (f64, f64) {
    fn of<T: Scalar, A: ActivationFn>(activation: A, z: T) -> (T, T) {
        let lanes = Lanes::new(1);
        let (mut value, mut gradient) = ([z], [T::one()]);
        activation.forward(BatchMut::<T, Features<1>>::new(&mut value, lanes));
        let known = match A::DERIVATIVE {
            plywood::activations::Derivative::FromInput => [z],
            plywood::activations::Derivative::FromOutput => value,
        };
        activation.backward(Batch::<T, Features<1>>::new(&known, lanes), BatchMut::new(&mut gradient, lanes));
        (value[0], gradient[0])
    }
    let (value, derivative) = of(activation, T::of(z));
    (value.to_f64(), derivative.to_f64())
}

fn check<T: Scalar>(name: &str, activation: impl ActivationFn, tolerance: f64) {
    let largest = T::max_value().unwrap().to_f64();
    let mut points = 0;
    for line in include_str!("activations/values.csv").lines() {
        let Some(numbers) = line.strip_prefix(name).and_then(|rest| rest.strip_prefix(',')) else { continue };
        let numbers: Vec<f64> = numbers.split(',').map(|number| number.parse().unwrap()).collect();
        let [z, value, derivative] = numbers[..] else { panic!("{line}") };
        if value.abs() > largest {
            continue;
        }
        let found = at::<T>(activation, z);
        for (found, expected) in [(found.0, value), (found.1, derivative)] {
            let least = if ABSOLUTE.contains(&name) { 1.0 } else { f64::from(f32::MIN_POSITIVE) };
            // What is smaller than the smallest normal number has fewer digits, or is 0.
            let error = ((found - expected).abs() - f64::from(f32::MIN_POSITIVE)).max(0.0)
                / expected.abs().max(least);
            assert!(error <= tolerance, "{name} at {z}: {found} in place of {expected}, {error:e}");
        }
        points += 1;
    }
    assert!(points >= 13, "{name}: {points} points");
}

macro_rules! values {
    ($($name:ident: $activation:expr;)*) => {
        #[test]
        fn values_and_derivatives() {
            $(
                check::<f64>(stringify!($name), $activation, 1e-12);
                check::<f32>(stringify!($name), $activation, 2e-6);
            )*
        }
    };
}

values! {
    celu: celu::new();
    celu_with_alpha: celu::new().alpha(0.5);
    celu_with_negative_alpha: celu::new().alpha(-2.0);
    elu: elu::new();
    elu_with_alpha: elu::new().alpha(0.5);
    elu_with_negative_alpha: elu::new().alpha(-0.5);
    exponential: exponential::default();
    gelu: gelu::new();
    gelu_approximate: gelu::new().approximate(true);
    hard_shrink: hard_shrink::new();
    hard_sigmoid: hard_sigmoid::default();
    hard_silu: hard_silu::default();
    hard_tanh: hard_tanh::default();
    leaky_relu: leaky_relu::new();
    leaky_relu_with_negative_slope: leaky_relu::new().negative_slope(-1.0);
    linear: linear::default();
    log_sigmoid: log_sigmoid::default();
    mish: mish::default();
    relu: relu::new();
    relu6: relu6::default();
    relu_with_all: relu::new().negative_slope(0.25).max_value(1.5).threshold(0.5);
    selu: selu::default();
    sigmoid: sigmoid::default();
    silu: silu::default();
    soft_shrink: soft_shrink::new();
    softplus: softplus::default();
    softsign: softsign::default();
    sparse_plus: sparse_plus::default();
    sparse_sigmoid: sparse_sigmoid::default();
    squareplus: squareplus::new();
    tanh: tanh::default();
    tanh_shrink: tanh_shrink::default();
    threshold: threshold::new(0.25, -0.75);
}

/// What each says in its documentation that it takes at a kink.
#[test]
fn kinks() {
    fn derivatives<const N: usize>(activation: impl ActivationFn, points: [f64; N]) -> [f64; N] {
        points.map(|z| at::<f64>(activation, z).1)
    }
    let slope = f64::from(0.2f32);
    assert_eq!(derivatives(relu::new(), [0.0]), [0.0]);
    assert_eq!(derivatives(relu::new().negative_slope(0.2), [-1.0, 0.0]), [slope; 2]);
    assert_eq!(
        derivatives(relu::new().negative_slope(0.5).max_value(2.0), [-1.0, 0.0, 3.0]),
        [0.5, 0.0, 0.0]
    );
    assert_eq!(derivatives(relu::new().max_value(2.0), [0.0, 2.0]), [0.0; 2]);
    assert_eq!(derivatives(relu::new().max_value(0.0), [-1.0, 1.0]), [0.0; 2]);
    assert_eq!(derivatives(relu6::default(), [0.0, 6.0]), [0.0; 2]);
    assert_eq!(derivatives(leaky_relu::new(), [0.0]), [slope]);
    assert_eq!(derivatives(elu::new().alpha(0.5), [0.0]), [0.5]);
    assert_eq!(derivatives(elu::new().alpha(-0.5), [0.0]), [-0.5]);
    assert_eq!(derivatives(celu::new().alpha(0.5), [0.0]), [1.0]);
    assert_eq!(derivatives(selu::default(), [0.0]), [1.050_700_987_355_480_5]);
    assert_eq!(derivatives(hard_sigmoid::default(), [-3.0, 3.0]), [0.0; 2]);
    assert_eq!(derivatives(hard_silu::default(), [-3.0, 3.0]), [0.0, 1.0]);
    assert_eq!(derivatives(hard_tanh::default(), [-1.0, 1.0]), [1.0; 2]);
    assert_eq!(derivatives(hard_shrink::new(), [-0.5, 0.0, 0.5]), [0.0; 3]);
    assert_eq!(derivatives(soft_shrink::new(), [-0.5, 0.0, 0.5]), [0.0; 3]);
    assert_eq!(derivatives(threshold::new(0.5, 0.0), [0.5]), [0.0]);
    assert_eq!(derivatives(sparse_sigmoid::default(), [-1.0, 1.0]), [0.0; 2]);
    assert_eq!(derivatives(sparse_plus::default(), [-1.0, 1.0]), [0.0, 1.0]);
    assert_eq!(derivatives(squareplus::new().b(0.0), [-1.0, 0.0, 1.0]), [0.0, 0.0, 1.0]);
}

/// A NaN comes out as one, so that training notices it.
#[test]
fn not_a_number_stays() {
    fn stays(activation: impl ActivationFn) {
        assert!(at::<f32>(activation, f64::NAN).0.is_nan(), "{activation:?}");
    }
    stays(celu::new());
    stays(elu::new());
    stays(gelu::new());
    stays(hard_shrink::new());
    stays(hard_silu::default());
    stays(hard_tanh::default());
    stays(leaky_relu::new());
    stays(log_sigmoid::default());
    stays(log_softmax::default());
    stays(mish::default());
    stays(relu::new());
    stays(relu::new().max_value(1.0));
    stays(relu6::default());
    stays(selu::default());
    stays(soft_shrink::new());
    stays(softplus::default());
    stays(sparse_plus::default());
    stays(sparse_sigmoid::default());
    stays(sparsemax::default());
    stays(squareplus::new());
    stays(threshold::new(0.0, 0.0));
    assert!(at::<f32>(threshold::default(), 1.0).0.is_nan());
}

#[test]
fn settings_out_of_range_are_errors() {
    fn ranges<A: ActivationFn>(good: &[f64], bad: &[f64], activation: impl Fn(f64) -> A) {
        good.iter().for_each(|&value| assert_eq!(activation(value).check(), Ok(())));
        for value in bad.iter().chain(&[f64::NAN, f64::INFINITY, f64::NEG_INFINITY]) {
            let error = activation(*value).check().unwrap_err();
            assert!(matches!(error, plywood::Error::Setting { .. }), "{error}");
            assert!(error.to_string().contains(A::NAME), "{error}");
        }
    }
    ranges(&[-0.1, 0.0, 2.0], &[], |alpha| elu::new().alpha(alpha));
    ranges(&[-0.1, 0.1, 2.0], &[0.0], |alpha| celu::new().alpha(alpha));
    ranges(&[-0.1, 0.0, 2.0], &[], |slope| leaky_relu::new().negative_slope(slope));
    ranges(&[0.0, 2.0], &[-0.1], |slope| relu::new().negative_slope(slope));
    ranges(&[0.0, 2.0], &[-0.1], |largest| relu::new().max_value(largest));
    ranges(&[0.0, 2.0], &[-0.1], |threshold| relu::new().threshold(threshold));
    ranges(&[0.0, 2.0], &[-0.1], |threshold| hard_shrink::new().threshold(threshold));
    ranges(&[0.0, 2.0], &[-0.1], |threshold| soft_shrink::new().threshold(threshold));
    ranges(&[0.0, 2.0], &[-0.1], |b| squareplus::new().b(b));
    ranges(&[-1.0, 0.0], &[], |value| threshold::new(value, 0.0));
    ranges(&[-1.0, 0.0], &[], |value| threshold::new(0.0, value));
}
