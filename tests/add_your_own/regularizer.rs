use plywood::prelude::*;
use plywood::regularizers::Regularizer;
use plywood::{Error, Result, Scalar, gradient_check};

/// What it costs that neighbouring inputs have different weights: `λ Σ (wᵢ₊₁ − wᵢ)²`, for each unit.
#[derive(Debug)]
pub struct Smooth(pub f64);

impl Regularizer for Smooth {
    fn check(&self, shape: &[usize]) -> Result<()> {
        if shape.len() == 2 {
            return Ok(());
        }
        Err(Error::Rank { what: "`Smooth`", needed: "two axes", shape: shape.to_vec() })
    }

    fn penalty<T: Scalar>(&self, shape: &[usize], values: &[T]) -> f64 {
        let next = values.iter().skip(shape[1]);
        values.iter().zip(next).map(|(&w, &next)| self.0 * (next - w).to_f64().powi(2)).sum()
    }

    fn add_gradient<T: Scalar>(&self, shape: &[usize], values: &[T], scale: f64, gradient: &mut [T]) {
        let factor = T::of(2.0 * self.0 * scale);
        for next in shape[1]..values.len() {
            let index = next - shape[1];
            let slope = factor * (values[next] - values[index]);
            gradient[next] += slope;
            gradient[index] -= slope;
        }
    }
}

model! {
    struct Peak {
        line: Dense<3, 1, linear, NoBias>(kernel_initializer = Zeros, kernel_regularizer = Smooth(0.5)),
    }
}

/// Each sample shows one weight. Training finds where the derivative of
/// `(w₁² + (w₂ − 11)² + w₃²) / 3 + ½ (w₂ − w₁)² + ½ (w₃ − w₂)²` is zero.
#[test]
fn training_weighs_it_up_against_the_loss() {
    let data =
        Dataset::new([[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]], [[0.0], [11.0], [0.0]]).unwrap();
    let mse = MeanSquaredError::default();
    let mut model = Peak::<f64>::new(1).compile(SGD::new(0.2), mse, (mse,));
    model.fit(&data, Fit::epochs(200)).unwrap();
    let close = |found: f64, expected: f64| assert!((found - expected).abs() < 1e-9, "{found}, {expected}");
    model.line().kernel().iter().zip([3.0, 5.0, 3.0]).for_each(|(&w, expected)| close(w, expected));
    let scores = model.evaluate(&data).unwrap();
    close(scores.get("mean_squared_error").unwrap(), 18.0);
    close(scores.loss(), 18.0 + 4.0);
}

#[test]
fn its_derivative_is_right() {
    model! { struct Two { Dense<4, 2, tanh>(kernel_regularizer = Smooth(0.25)), Dense<2, 1> } }
    let data = Dataset::new([[0.5, -1.0, 2.0, 0.0], [1.0, 0.5, -0.5, 1.5]], [[1.0], [-1.0]]).unwrap();
    let check = gradient_check(&Two::<f64>::new(1), &MeanSquaredError::default(), &data).unwrap().unwrap();
    assert!(check.error < 1e-7, "{check:?}");
}
