/// A layer, with the gradient of its weights and what Adam remembers.
#[derive(Clone, Copy)]
pub struct Dense<const IN: usize, const OUT: usize> {
    weights: Weights<IN, OUT>,
    gradient: Weights<IN, OUT>,
    first_moment: Weights<IN, OUT>,
    second_moment: Weights<IN, OUT>,
}

#[derive(Clone, Copy)]
struct Weights<const IN: usize, const OUT: usize> {
    /// As Keras has it: the weights from one input to all outputs side by side.
    kernel: [[f32; OUT]; IN],
    bias: [f32; OUT],
}

impl<const IN: usize, const OUT: usize> Dense<IN, OUT> {
    pub fn new(kernel: &[f32], bias: &[f32]) -> Self {
        let zero = Weights { kernel: [[0.0; OUT]; IN], bias: [0.0; OUT] };
        let mut weights = zero;
        weights.kernel.as_flattened_mut().copy_from_slice(kernel);
        weights.bias.copy_from_slice(bias);
        Self { weights, gradient: zero, first_moment: zero, second_moment: zero }
    }

    pub fn forward(&self, input: &[f32; IN]) -> [f32; OUT] {
        let mut sums = self.weights.bias;
        for (x, weights) in input.iter().zip(&self.weights.kernel) {
            for (sum, weight) in sums.iter_mut().zip(weights) {
                *sum += x * weight;
            }
        }
        sums
    }

    /// Adds a sample's part to the gradient of the weights.
    pub fn add_gradient(&mut self, input: &[f32; IN], delta: &[f32; OUT]) {
        for (x, gradients) in input.iter().zip(&mut self.gradient.kernel) {
            for (gradient, delta) in gradients.iter_mut().zip(delta) {
                *gradient += x * delta;
            }
        }
        for (gradient, delta) in self.gradient.bias.iter_mut().zip(delta) {
            *gradient += delta;
        }
    }

    /// The gradient with respect to the input.
    pub fn input_gradient(&self, delta: &[f32; OUT]) -> [f32; IN] {
        self.weights
            .kernel
            .map(|weights| weights.iter().zip(delta).map(|(weight, delta)| weight * delta).sum())
    }

    /// A step of Adam along the gradient, which is zero afterwards.
    pub fn step(&mut self, rate: f32) {
        let Self { weights, gradient, first_moment: first, second_moment: second } = self;
        step(
            rate,
            weights.kernel.as_flattened_mut(),
            gradient.kernel.as_flattened_mut(),
            first.kernel.as_flattened_mut(),
            second.kernel.as_flattened_mut(),
        );
        step(rate, &mut weights.bias, &mut gradient.bias, &mut first.bias, &mut second.bias);
    }
}

fn step(rate: f32, weights: &mut [f32], gradients: &mut [f32], first: &mut [f32], second: &mut [f32]) {
    for (((weight, gradient), m), v) in weights.iter_mut().zip(gradients).zip(first).zip(second) {
        *m += (*gradient - *m) * 0.1;
        *v += (*gradient * *gradient - *v) * 0.001;
        *weight -= rate * *m / (v.sqrt() + 1e-7);
        *gradient = 0.0;
    }
}

/// The learning rate of Adam with Keras' settings, corrected for moments that began with zero.
#[derive(Clone, Copy)]
pub struct Rate {
    learning_rate: f32,
    /// `β₁ᵗ` and `β₂ᵗ`.
    powers: [f32; 2],
}

impl Rate {
    pub const fn new(learning_rate: f32) -> Self {
        Self { learning_rate, powers: [1.0; 2] }
    }

    pub fn next(&mut self) -> f32 {
        self.powers[0] *= 0.9;
        self.powers[1] *= 0.999;
        self.learning_rate * (1.0 - self.powers[1]).sqrt() / (1.0 - self.powers[0])
    }
}
