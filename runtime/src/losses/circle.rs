use super::rows::{dot, log_sum_exp};
use super::{Loss, Prediction, Reduction};
use crate::activations::{Elementwise, sigmoid, softplus};
use crate::data::{Classes, Labels};
use crate::error::{Result, check_not_negative};
use crate::math;
use crate::math::at_least;
use crate::tensor::row::Row;
use crate::tensor::{Batch, BatchMut, Features, Scalar};

/// Circle loss, which makes outputs directions: those of one class lie close together, those of different classes
/// apart. With the distances `dᵢⱼ = max(1 − pᵢ · pⱼ, 0)`, the margin `m` and the scale `γ`,
///
/// ```text
/// Lᵢ = ln(1 + Σⱼ exp(γ (dᵢⱼ + m) (dᵢⱼ − m)) · Σₖ exp(γ max(1 + m − dᵢₖ, 0) (1 − m − dᵢₖ)))
/// ```
///
/// where `j` are the other samples of the batch that have the class of `i`, and `k` those that have not. A sample whose
/// loss is 0, because no other one has its class for example, does not count, as in Keras.
///
/// For a model whose outputs are vectors of length 1, after any activation, and targets that are class numbers. Batches
/// should have several samples of each class.
///
/// Defaults: `gamma` 80, `margin` 0.4, `remove_diagonal` true.
///
/// Source: Y. Sun et al., "Circle loss: a unified perspective of pair similarity optimization", 2020. As in Keras, the
/// gradient goes through both factors of an exponent; in the paper the first one is a constant.
#[derive(Clone, Copy, Debug)]
pub struct Circle<const CLASSES: usize> {
    gamma: f64,
    margin: f64,
    remove_diagonal: bool,
    reduction: Reduction,
}

super::loss::options!(Circle<const CLASSES>, "circle");

impl<const CLASSES: usize> Circle<CLASSES> {
    /// `γ`, 0 or more: how much more the worst pairs count than the others.
    #[must_use]
    pub const fn gamma(mut self, gamma: f64) -> Self {
        self.gamma = gamma;
        self
    }

    /// `m`, 0 or more: samples of a class should be closer than that, others farther apart than `1 − m`.
    #[must_use]
    pub const fn margin(mut self, margin: f64) -> Self {
        self.margin = margin;
        self
    }

    /// Whether a sample is not compared with itself.
    #[must_use]
    pub const fn remove_diagonal(mut self, remove: bool) -> Self {
        self.remove_diagonal = remove;
        self
    }

    /// The comparisons of a sample with the samples of a batch.
    fn pairs<'a, T: Scalar, const N: usize>(
        self,
        outputs: Batch<'a, T, Features<N>>,
        targets: Labels<'a>,
        sample: usize,
    ) -> impl Iterator<Item = Pair<T>> + Clone {
        let others = (0..outputs.samples()).filter(move |&other| other != sample || !self.remove_diagonal);
        others.map(move |other| {
            let product = dot(Row::new(outputs, 0, sample), Row::new(outputs, 0, other));
            self.pair(other, targets.at(sample) == targets.at(other), product)
        })
    }

    fn pair<T: Scalar>(self, other: usize, attracts: bool, product: T) -> Pair<T> {
        let (gamma, margin) = (T::of(self.gamma), T::of(self.margin));
        let distance = at_least(T::one() - product, T::zero());
        let (exponent, slope) = if attracts {
            ((distance + margin) * (distance - margin), distance)
        } else {
            let nearness = T::one() - distance;
            let weight = nearness + margin;
            if weight < T::zero() {
                (T::zero(), T::zero())
            } else {
                (weight * (nearness - margin), -nearness)
            }
        };
        let moves = if product > T::one() { T::zero() } else { gamma + gamma };
        Pair { other, attracts, exponent: gamma * exponent, slope: moves * slope }
    }
}

/// What a sample has to do with another one.
struct Pair<T> {
    other: usize,
    /// Whether both are of the same class.
    attracts: bool,
    /// The exponent of the pair in the loss.
    exponent: T,
    /// Its derivative by the distance, 0 where that is cut off.
    slope: T,
}

/// The logarithms of the two sums of the loss: over the pairs that attract, and over those that do not.
fn sums<T: Scalar>(pairs: &(impl Iterator<Item = Pair<T>> + Clone)) -> (T, T) {
    let sum = |attracts| {
        let pairs = pairs.clone().filter(move |pair| pair.attracts == attracts);
        log_sum_exp(pairs.map(|pair| pair.exponent))
    };
    (sum(true), sum(false))
}

impl<const CLASSES: usize> Default for Circle<CLASSES> {
    fn default() -> Self {
        Self { gamma: 80.0, margin: 0.4, remove_diagonal: true, reduction: Reduction::default() }
    }
}

impl<const N: usize, const CLASSES: usize, A> Loss<Features<N>, A> for Circle<CLASSES> {
    type Target = Classes<CLASSES>;

    fn check(&self) -> Result<()> {
        check_not_negative("the gamma of `Circle`", self.gamma)?;
        check_not_negative("the margin of `Circle`", self.margin)
    }

    fn counts<T: Scalar>(&self, _: Labels<'_>, _: usize, _: usize, loss: T) -> bool {
        loss != T::zero()
    }

    fn losses<T: Scalar>(
        &self,
        prediction: Prediction<'_, T, Features<N>>,
        targets: Labels<'_>,
        losses: &mut [T],
    ) {
        for (sample, loss) in losses.iter_mut().enumerate().take(prediction.outputs.samples()) {
            let (attraction, repulsion) = sums(&self.pairs(prediction.outputs, targets, sample));
            *loss = softplus {}.value(attraction + repulsion);
        }
    }

    fn gradient<T: Scalar>(
        &self,
        prediction: Prediction<'_, T, Features<N>>,
        targets: Labels<'_>,
        gradient: BatchMut<'_, T, Features<N>>,
    ) {
        self.add_up(prediction.outputs, targets, |_| T::one(), gradient);
    }

    fn shared_gradient<T: Scalar>(
        &self,
        prediction: Prediction<'_, T, Features<N>>,
        targets: Labels<'_>,
        shares: &[T],
        gradient: BatchMut<'_, T, Features<N>>,
    ) {
        self.add_up(prediction.outputs, targets, |sample| shares[sample], gradient);
    }
}

impl<const CLASSES: usize> Circle<CLASSES> {
    /// The gradient of `Σ sᵢ Lᵢ`: `−Σ sᵢ σᵢ wᵢⱼ ∂eᵢⱼ/∂dᵢⱼ pⱼ` for `pᵢ`, and the same with `pᵢ` for `pⱼ`, where `e` are
    /// the exponents, `w` the parts that they have in their sums, and `σ` the derivative of `ln(1 + exp)`.
    fn add_up<T: Scalar, const N: usize>(
        self,
        outputs: Batch<'_, T, Features<N>>,
        targets: Labels<'_>,
        share: impl Fn(usize) -> T,
        mut gradient: BatchMut<'_, T, Features<N>>,
    ) {
        gradient.values().fill(T::zero());
        for sample in 0..outputs.samples() {
            let pairs = self.pairs(outputs, targets, sample);
            let (attraction, repulsion) = sums(&pairs);
            let factor = share(sample) * sigmoid {}.value(attraction + repulsion);
            if factor == T::zero() {
                continue;
            }
            for Pair { other, attracts, exponent, slope } in pairs {
                let sum = if attracts { attraction } else { repulsion };
                let pull = factor * math::exp(exponent - sum) * slope;
                for feature in 0..N {
                    for (end, from) in [(sample, other), (other, sample)] {
                        let value = gradient.as_batch().at(feature, end) - pull * outputs.at(feature, from);
                        gradient.set(feature, end, value);
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::activations::linear;
    use crate::losses::testing::{assert_near, run, run_shared};

    const CLASS: [usize; 5] = [0, 0, 1, 1, 2];
    const WEIGHTS: [f64; 5] = [1.0, 2.0, 0.5, 1.5, 3.0];

    fn outputs() -> [[f64; 2]; 5] {
        [0.1, 0.4, 2.0, 2.3, 4.0f64].map(|angle| [angle.cos(), angle.sin()])
    }

    /// What Keras 3.15.1 makes of five directions, the last one alone in its class.
    #[test]
    fn it_is_that_of_keras() {
        let (losses, _) = run::<f64, linear, Features<2>, _>(&Circle::<3>::new(), &outputs(), &CLASS);
        assert_near(
            &losses,
            &[6.515142214602521e-6, 3.276710925032655e-6, 3.276710925032655e-6, 3.276735093053908e-6, 0.0],
        );

        let loss = Circle::<3>::new().gamma(2.0).margin(0.25);
        let shares = WEIGHTS.map(|weight| weight / 4.0);
        let (losses, gradient) =
            run_shared::<f64, linear, Features<2>, _>(&loss, &outputs(), &CLASS, &shares);
        let (a, b) = (1.2684389439297656, 1.2754634879663993);
        assert_near(&losses, &[1.2969368859876091, a, a, b, 0.0]);
        let expected = [
            [-0.08902599816656818, -0.03763958831622105],
            [-0.08948058082332458, -0.0242727883943114],
            [0.028051644939737087, -0.054236727926056855],
            [0.0552923620342188, -0.02547754868639996],
            [0.029071201490376383, -0.03253688528963089],
        ];
        assert_near(&gradient, expected.as_flattened());
    }

    /// The same with each sample in its own class' company, so that all of them count.
    #[test]
    fn a_sample_may_be_compared_with_itself() {
        let loss = Circle::<3>::new().gamma(2.0).margin(0.25).remove_diagonal(false);
        let shares = WEIGHTS.map(|weight| weight / 5.0);
        let (losses, gradient) =
            run_shared::<f64, linear, Features<2>, _>(&loss, &outputs(), &CLASS, &shares);
        let (a, b) = (1.8083579424639407, 1.8165247151638406);
        assert_near(&losses, &[1.841432592310615, a, a, b, 1.4934844073811155]);
        let expected = [
            [-0.04144351911824232, -0.017522038843838215],
            [-0.0385425076913354, -0.01810072506704798],
            [0.006182956434473221, -0.028176204527202],
            [0.07552945099494321, 0.04575896219956989],
            [0.06427657104837953, -0.07193921516123956],
        ];
        assert_near(&gradient, expected.as_flattened());
    }

    #[test]
    fn only_samples_that_cost_something_count() {
        let loss = Circle::<3>::new();
        let labels = <Classes<3> as crate::data::Target>::batch::<f64>(&[0], crate::layout::Lanes::new(1));
        let counts = |cost: f64| Loss::<Features<2>, linear>::counts(&loss, labels, 0, 0, cost);
        assert_eq!([0.0, 1e-300, f64::NAN].map(counts), [false, true, true]);
    }

    #[test]
    fn far_worse_than_it_should_be_is_finite() {
        let outputs = [[1.0f32, 0.0], [-1.0, 0.0], [1.0, 0.0]];
        let loss = Circle::<2>::new().gamma(1e4);
        let (losses, gradient) = run::<f32, linear, Features<2>, _>(&loss, &outputs, &[0, 0, 1]);
        assert!(losses.iter().chain(&gradient).all(|value| value.is_finite()), "{losses:?} {gradient:?}");
        assert!(losses[0] > 4e4);
    }

    #[test]
    fn settings_out_of_range_are_errors() {
        let check = |loss| Loss::<Features<2>, linear>::check(&loss);
        assert!(check(Circle::<3>::new()).is_ok());
        for loss in [Circle::<3>::new().gamma(-1.0), Circle::new().margin(f64::INFINITY)] {
            assert!(check(loss).is_err(), "{loss:?}");
        }
    }
}
