use alloc::string::String;
use alloc::vec::Vec;

#[cfg(not(feature = "std"))]
use nalgebra::ComplexField as _;

use super::{Adam, IntoLearningRate, Optimizer, Update, set_finite};
use crate::error::{Result, check_not_negative, check_setting};
use crate::kernels::reduce::{dot, norm};
use crate::tensor::{Scalar, as_in_keras};

/// Muon: steps for matrices whose singular values are all about as large, so that no direction is left behind; Adam for
/// everything else.
///
/// With learning rate `η`, gradient `g` and momentum `μ`, for a variable of two axes:
///
/// `m ← μ m + g`, `X = g + μ m`, or `m` without `nesterov`; `X ← X / (‖X‖ + 1e-7)`, so many times as `ns_steps` says
/// `A = X Xᵀ`, `X ← a X + (b A + c A²) X`, then `w ← w − η √max(rows, columns) ρ X`.
///
/// The iteration, after Newton and Schulz, brings the singular values near to 1. A matrix with more rows than columns
/// goes through it transposed. `ρ` is `rms_rate`.
///
/// [`Adam`] sees to variables of one axis or of three and more, to those whose name has `embedding` in it, and those that
/// `exclude_layers` names, which should be the last layer: with the rate `adam_lr_ratio η` and the weight decay
/// `adam_weight_decay`.
///
/// It remembers two numbers for each number that it changes, and has room for two more to compute in.
///
/// Defaults: learning rate 0.001, both weight decays 0.004, `adam_beta_1` 0.9, `adam_beta_2` 0.999, `epsilon` 1e-7, no
/// `exclude_layers`, `exclude_embeddings` true, `muon_a` 3.4445, `muon_b` −4.775, `muon_c` 2.0315, `adam_lr_ratio` 1,
/// `momentum` 0.95, `ns_steps` 5, `nesterov` true, `rms_rate` 0.2.
///
/// Source: K. Jordan et al., "Muon: an optimizer for hidden layers in neural networks", 2024; `ρ`: J. Liu et al., "Muon
/// is scalable for LLM training", 2025.
#[derive(Clone, Debug)]
pub struct Muon {
    adam: Adam,
    adam_weight_decay: f64,
    adam_lr_ratio: f64,
    exclude_layers: Vec<String>,
    exclude_embeddings: bool,
    factors: [f64; 3],
    momentum: f64,
    ns_steps: usize,
    nesterov: bool,
    rms_rate: Option<f64>,
}

/// What is in the names of embeddings, in large letters or small ones.
const EMBEDDING: &[u8] = b"embedding";

impl Muon {
    /// Muon with Keras' defaults.
    pub fn new(learning_rate: impl IntoLearningRate) -> Self {
        Self {
            adam: Adam::new(learning_rate).weight_decay(0.004),
            adam_weight_decay: 0.004,
            adam_lr_ratio: 1.0,
            exclude_layers: Vec::new(),
            exclude_embeddings: true,
            factors: [3.4445, -4.775, 2.0315],
            momentum: 0.95,
            ns_steps: 5,
            nesterov: true,
            rms_rate: Some(0.2),
        }
    }

    /// How slowly Adam's first moment forgets, from 0 to less than 1.
    #[must_use]
    pub const fn adam_beta_1(mut self, beta_1: f64) -> Self {
        self.adam.moments.beta_1 = beta_1;
        self
    }

    /// How slowly Adam's second moment forgets, from 0 to less than 1.
    #[must_use]
    pub const fn adam_beta_2(mut self, beta_2: f64) -> Self {
        self.adam.moments.beta_2 = beta_2;
        self
    }

    /// What keeps Adam's divisor from zero.
    #[must_use]
    pub const fn epsilon(mut self, epsilon: f64) -> Self {
        self.adam.moments.epsilon = epsilon;
        self
    }

    /// The weight decay of the variables that Adam sees to.
    #[must_use]
    pub const fn adam_weight_decay(mut self, weight_decay: f64) -> Self {
        self.adam_weight_decay = weight_decay;
        self
    }

    /// Adam's learning rate, as a multiple of the other one.
    #[must_use]
    pub const fn adam_lr_ratio(mut self, ratio: f64) -> Self {
        self.adam_lr_ratio = ratio;
        self
    }

    /// The variables that Adam sees to although they are matrices: those whose name, such as `dense_1/kernel`, has one
    /// of these texts in it.
    #[must_use]
    pub fn exclude_layers<S: Into<String>>(mut self, names: impl IntoIterator<Item = S>) -> Self {
        self.exclude_layers = names.into_iter().map(S::into).collect();
        self
    }

    /// Whether Adam sees to embeddings.
    #[must_use]
    pub const fn exclude_embeddings(mut self, exclude: bool) -> Self {
        self.exclude_embeddings = exclude;
        self
    }

    /// The factor `a` of the iteration.
    #[must_use]
    pub const fn muon_a(mut self, a: f64) -> Self {
        self.factors[0] = a;
        self
    }

    /// The factor `b` of the iteration.
    #[must_use]
    pub const fn muon_b(mut self, b: f64) -> Self {
        self.factors[1] = b;
        self
    }

    /// The factor `c` of the iteration.
    #[must_use]
    pub const fn muon_c(mut self, c: f64) -> Self {
        self.factors[2] = c;
        self
    }

    /// How much of the last step the next one begins with, from 0 to 1.
    #[must_use]
    pub const fn momentum(mut self, momentum: f64) -> Self {
        self.momentum = momentum;
        self
    }

    /// How many times the iteration is made.
    #[must_use]
    pub const fn ns_steps(mut self, steps: usize) -> Self {
        self.ns_steps = steps;
        self
    }

    /// Whether the step looks ahead to where momentum leads.
    #[must_use]
    pub const fn nesterov(mut self, nesterov: bool) -> Self {
        self.nesterov = nesterov;
        self
    }

    /// `ρ`, which makes steps as long as those of Adam; `None` for steps of `η X`.
    #[must_use]
    pub fn rms_rate(mut self, rate: impl Into<Option<f64>>) -> Self {
        self.rms_rate = rate.into();
        self
    }

    /// The rows and columns of a variable that Adam does not see to.
    fn matrix(&self, name: &str, shape: &[usize]) -> Option<[usize; 2]> {
        // Without a copy of the name in small letters: this is asked at every step.
        let mut parts = name.as_bytes().windows(EMBEDDING.len());
        let mut is_embedding =
            || self.exclude_embeddings && parts.any(|part| part.eq_ignore_ascii_case(EMBEDDING));
        let is_excluded = || self.exclude_layers.iter().any(|part| name.contains(part.as_str()));
        let &[rows, columns] = shape else { return None };
        (!is_embedding() && !is_excluded()).then_some([rows, columns])
    }

    /// A step for a matrix.
    fn step<T: Scalar>(&self, update: Update<'_, T>, [rows, columns]: [usize; 2]) -> bool {
        let Update { variables, gradients, slots, learning_rate, .. } = update;
        let [m, products, x, room] = slots.split();
        let momentum = T::of(self.momentum);
        let is_tall = rows > columns;
        let across = |index: usize| if is_tall { index % columns * rows + index / columns } else { index };
        let mut are_finite = true;
        for (index, (m, &g)) in m.iter_mut().zip(gradients).enumerate() {
            set_finite(m, *m + (g + *m * (momentum - T::one())), &mut are_finite);
            x[across(index)] = if self.nesterov { g + momentum * *m } else { *m };
        }
        let scale = norm(x) + T::of(1e-7);
        x.iter_mut().for_each(|x| *x /= scale);
        let factors = self.factors.map(T::of);
        for _ in 0..self.ns_steps {
            iterate(x, rows.min(columns), factors, products, room);
        }
        let length = self.rms_rate.map_or(1.0, |rate| (rows.max(columns) as f64).sqrt() * rate);
        let rate = T::of(learning_rate * length);
        for (index, w) in variables.iter_mut().enumerate() {
            set_finite(w, *w - rate * x[across(index)], &mut are_finite);
        }
        [products, x, room]
            .into_iter()
            .flatten()
            .for_each(|number| set_finite(number, *number, &mut are_finite));
        are_finite
    }
}

/// `X ← a X + (b A + c A²) X` with `A = X Xᵀ`, for a matrix of so many rows, in room for `A` and for `A X`.
fn iterate<T: Scalar>(x: &mut [T], rows: usize, [a, b, c]: [T; 3], products: &mut [T], room: &mut [T]) {
    let columns = x.len() / rows;
    let row = |of: usize| of * columns..(of + 1) * columns;
    for i in 0..rows {
        for k in 0..=i {
            let product = T::of(dot(&x[row(i)], &x[row(k)]));
            products[i * rows + k] = product;
            products[k * rows + i] = product;
        }
    }
    let products = products[..rows * rows].chunks_exact(rows);
    for (products, y) in products.clone().zip(room.chunks_exact_mut(columns)) {
        y.fill(T::zero());
        add_rows(y, products.iter().copied(), x);
    }
    for ((products, x), y) in products.zip(x.chunks_exact_mut(columns)).zip(room.chunks_exact(columns)) {
        x.iter_mut().zip(y).for_each(|(x, &y)| *x = a * *x + b * y);
        add_rows(x, products.iter().map(|&product| c * product), room);
    }
}

/// Adds rows of a matrix, each times its factor.
fn add_rows<T: Scalar>(to: &mut [T], factors: impl Iterator<Item = T>, rows: &[T]) {
    for (factor, row) in factors.zip(rows.chunks_exact(to.len())) {
        to.iter_mut().zip(row).for_each(|(to, &value)| *to += factor * value);
    }
}

super::options::builders!(Muon, adam.options);

impl Default for Muon {
    fn default() -> Self {
        Self::new(0.001)
    }
}

impl Optimizer for Muon {
    const SEPARATE: bool = true;

    super::options::lend_options!(adam.options);

    /// Momentum and, of what Adam sees to, the second moment; in its place, of a matrix, `A`; `X`, and `A X`.
    fn slots(&self) -> usize {
        4
    }

    fn decay_of(&self, name: &str, shape: &[usize]) -> Option<f64> {
        match self.matrix(name, shape) {
            Some(_) => self.options().decay_of(name),
            None => self.options().decays(name).then(|| as_in_keras(self.adam_weight_decay)),
        }
    }

    fn check(&self) -> Result<()> {
        self.adam.check()?;
        check_not_negative("adam_weight_decay", self.adam_weight_decay)?;
        check_not_negative("adam_lr_ratio", self.adam_lr_ratio)?;
        check_not_negative("rms_rate", self.rms_rate.unwrap_or(0.0))?;
        for (name, factor) in ["muon_a", "muon_b", "muon_c"].into_iter().zip(self.factors) {
            check_setting(name, factor, factor.is_finite(), "finite")?;
        }
        check_setting("momentum", self.momentum, (0.0..=1.0).contains(&self.momentum), "from 0 to 1")
    }

    fn update<T: Scalar>(&self, update: Update<'_, T>) -> bool {
        match self.matrix(update.name, update.shape) {
            Some(matrix) => self.step(update, matrix),
            None => {
                let learning_rate = update.learning_rate * self.adam_lr_ratio;
                self.adam.update(Update { learning_rate, ..update })
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The variable after one step with a rate of 1.
    fn step(optimizer: &Muon, name: &str, shape: &[usize], gradients: &[f64]) -> Vec<f64> {
        let (mut w, mut slots) = (vec![0.0; gradients.len()], vec![0.0; 4 * gradients.len()]);
        let update = Update::new(&mut w, gradients, &mut slots, 1.0, 0);
        assert!(optimizer.update(Update { name, shape, ..update }));
        w
    }

    #[test]
    fn all_directions_of_a_matrix_are_followed_alike() {
        let optimizer = Muon::new(1.0).rms_rate(None);
        // Singular values of 100 and 3: the iteration brings both near to 1.
        let w = step(&optimizer, "dense/kernel", &[2, 3], &[100.0, 0.0, 0.0, 0.0, 3.0, 0.0]);
        assert!(w[0] < -0.6 && w[0] > -1.3 && w[4] < -0.6 && w[4] > -1.3, "{w:?}");
        assert_eq!([w[1], w[2], w[3], w[5]], [0.0; 4]);
    }

    #[test]
    fn a_matrix_and_its_transpose_make_the_same_step() {
        let optimizer = Muon::new(1.0).nesterov(false);
        let wide = step(&optimizer, "a", &[2, 3], &[1.0, -2.0, 3.0, 0.5, 4.0, -1.0]);
        let tall = step(&optimizer, "a", &[3, 2], &[1.0, 0.5, -2.0, 4.0, 3.0, -1.0]);
        assert_eq!(wide, [0, 2, 4, 1, 3, 5].map(|place| tall[place]));
    }

    #[test]
    fn adam_sees_to_all_that_is_no_matrix_or_is_excluded() {
        let optimizer = Muon::new(1.0).exclude_layers(["output"]).adam_lr_ratio(0.5);
        let gradients = [1.0, -2.0, 0.5, 4.0];
        let (mut expected, mut slots) = ([0.0; 4], [0.0; 8]);
        Adam::new(1.0).update(Update::new(&mut expected, &gradients, &mut slots, 0.5, 0));
        for (name, shape) in
            [("dense/bias", &[4][..]), ("output/kernel", &[2, 2]), ("embedding/embeddings", &[2, 2])]
        {
            assert_eq!(step(&optimizer, name, shape, &gradients), expected, "{name}");
        }
        assert_ne!(step(&optimizer, "dense/kernel", &[2, 2], &gradients), expected);
        let all = optimizer.exclude_embeddings(false);
        assert_ne!(step(&all, "embedding/embeddings", &[2, 2], &gradients), expected);
    }

    #[test]
    fn there_are_two_weight_decays() {
        let optimizer =
            Muon::new(1.0).weight_decay(0.5).adam_weight_decay(0.25).exclude_from_weight_decay(["b/"]);
        let decay = |name, shape: &[usize]| optimizer.decay_of(name, shape);
        assert_eq!(decay("a/kernel", &[2, 2]), Some(0.5));
        assert_eq!(decay("a/bias", &[2]), Some(0.25));
        assert_eq!((decay("b/kernel", &[2, 2]), decay("b/bias", &[2])), (None, None));
    }

    #[test]
    fn settings_out_of_range_are_errors() {
        assert!(Muon::default().check().is_ok());
        for wrong in [
            Muon::new(0.1).adam_beta_1(1.0),
            Muon::new(0.1).adam_weight_decay(-1.0),
            Muon::new(0.1).adam_lr_ratio(f64::NAN),
            Muon::new(0.1).muon_c(f64::INFINITY),
            Muon::new(0.1).momentum(1.5),
            Muon::new(0.1).rms_rate(-1.0),
        ] {
            assert!(wrong.check().is_err(), "{wrong:?}");
        }
    }
}
