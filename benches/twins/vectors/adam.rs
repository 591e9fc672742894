use super::lanes::Lanes;

/// Adam for a table of weights, with Keras' settings.
pub struct Adam<const N: usize> {
    learning_rate: f64,
    /// `β₁ᵗ` and `β₂ᵗ`.
    powers: [f64; 2],
    first: [[f32; 8]; N],
    second: [[f32; 8]; N],
}

impl<const N: usize> Adam<N> {
    pub const fn new(learning_rate: f64) -> Self {
        Self { learning_rate, powers: [1.0; 2], first: [[0.0; 8]; N], second: [[0.0; 8]; N] }
    }

    #[inline]
    #[target_feature(enable = "avx2,fma")]
    pub fn step(&mut self, weights: &mut [[f32; 8]], gradients: &[[f32; 8]]) {
        self.powers[0] *= 0.9;
        self.powers[1] *= 0.999;
        let rate = self.learning_rate * (1.0 - self.powers[1]).sqrt() / (1.0 - self.powers[0]);
        let (rate, epsilon) = (Lanes::all(rate as f32), Lanes::all(1e-7));
        let shares = [Lanes::all(0.1), Lanes::all(0.001)];
        let moments = self.first.iter_mut().zip(&mut self.second);
        for ((weights, gradient), (first, second)) in weights.iter_mut().zip(gradients).zip(moments) {
            let gradient = Lanes::load(gradient);
            let [m, v] = [Lanes::load(first), Lanes::load(second)];
            let m = m.plus_product(shares[0], gradient.minus(m));
            let v = v.plus_product(shares[1], gradient.times(gradient).minus(v));
            let step = rate.times(m).divided_by(v.sqrt().plus(epsilon));
            *weights = Lanes::load(weights).minus(step).values();
            (*first, *second) = (m.values(), v.values());
        }
    }
}
