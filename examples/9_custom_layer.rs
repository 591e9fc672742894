//! A layer of your own: one `impl`, its derivative worked out by hand and checked.
//!
//! `cargo run --release --example custom_layer`

use plywood::activations::linear;
use plywood::layer::{Backward, Forward, Variable, VariableOptions};
use plywood::prelude::*;
use plywood::{Layer, Scalar, gradient_check};

/// `z = x + a · sin(b · x)`, with an `a` and a `b` for each feature: a layer that can bend a straight line
/// into waves.
#[derive(Clone)]
struct Wave<const N: usize> {
    frequency: f64,
}

impl<const N: usize> Wave<N> {
    /// What stands in parentheses in `model!` comes here.
    fn new() -> Self {
        Self { frequency: 1.0 }
    }

    /// A setting by name: `Wave<4>(frequency = 5.0)`.
    fn frequency(mut self, frequency: f64) -> Self {
        self.frequency = frequency;
        self
    }
}

impl<const N: usize> Layer for Wave<N> {
    type Input = Features<N>;
    type Output = Features<N>;
    type Activation = linear;

    const VARIABLES: &'static [Variable] = &[Variable::new("height", &[N]), Variable::new("frequency", &[N])];

    /// No sample depends on others, so a large batch may be cut in pieces for several threads.
    const SAMPLEWISE: bool = true;

    /// How the variables begin.
    fn options(&self, index: usize) -> VariableOptions {
        VariableOptions::new().initializer(Constant(if index == 0 { 0.5 } else { self.frequency }))
    }

    fn forward<T: Scalar>(&self, mut call: Forward<'_, T, Self>) {
        let (height, frequency) = call.variables.split_at(N);
        for (n, (z, x)) in call.output.features().zip(call.input.features()).enumerate() {
            for (z, &x) in z.iter_mut().zip(x) {
                *z = x + height[n] * (frequency[n] * x).sin();
            }
        }
    }

    fn backward<T: Scalar>(&self, call: Backward<'_, T, Self>) {
        let (height, frequency) = call.variables.split_at(N);
        let features = || call.input.features().zip(call.delta.features()).enumerate();
        // ∂z/∂a = sin(b x) and ∂z/∂b = a x cos(b x), summed over the samples: `delta` is zero in lanes that
        // are none.
        for (n, (x, delta)) in features() {
            let (mut by_height, mut by_frequency) = (T::zero(), T::zero());
            for (&x, &delta) in x.iter().zip(delta) {
                by_height += delta * (frequency[n] * x).sin();
                by_frequency += delta * height[n] * x * (frequency[n] * x).cos();
            }
            call.gradients[n] = by_height;
            call.gradients[N + n] = by_frequency;
        }
        // ∂z/∂x = 1 + a b cos(b x), for the layers before this one.
        let Some(mut input_gradient) = call.input_gradient else { return };
        for (gradient, (n, (x, delta))) in input_gradient.features().zip(features()) {
            for (gradient, (&x, &delta)) in gradient.iter_mut().zip(x.iter().zip(delta)) {
                *gradient = delta * (T::one() + height[n] * frequency[n] * (frequency[n] * x).cos());
            }
        }
    }
}

model! {
    struct Waves {
        Dense<1, 8>,
        Wave<8>(frequency = 5.0),
        Dense<_, 1>,
    }
}

/// The curve to learn.
fn curve<T: Scalar>() -> plywood::Result<Dataset<Features<1>, Features<1>, T>> {
    let points: Vec<T> = (0..200).map(|n| T::of(n as f64 / 100.0 - 1.0)).collect();
    let height = |&x: &T| [(T::of(7.0) * x).sin() + T::of(0.5) * x];
    Dataset::new(points.iter().map(|&x| [x]), points.iter().map(height))
}

fn main() -> plywood::Result<()> {
    if let Some(check) = gradient_check(&Waves::<f64>::new(1), &MeanSquaredError::default(), &curve()?)? {
        println!("largest error of the derivatives: {:.1e}, at {}", check.error, check.variable);
    }
    let mut model = Waves::new(1).compile(Adam::new(0.01), MeanSquaredError::default(), ());
    let history = model.fit(&curve()?, Fit::epochs(500))?;
    println!(
        "loss {:.4} after the first epoch, {:.6} after the last",
        history.loss()[0],
        model.evaluate(&curve()?)?.loss()
    );
    for x in [-0.9, -0.5, 0.0, 0.5, 0.9] {
        println!("at {x:4.1}: {:6.3}, in truth {:6.3}", model.predict(&[x])[0], (7.0 * x).sin() + 0.5 * x);
    }
    Ok(())
}
