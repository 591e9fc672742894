use alloc::vec;
use alloc::vec::Vec;

use super::counts::ratio;
use super::{Curve, Direction, Metric, Score, Seen, SummationMethod, Tally, Thresholds, Truth};
use crate::activations::{Elementwise, sigmoid};
use crate::error::{Result, check_not_negative, check_setting};
use crate::tensor::{Scalar, Shape, last_axis};

/// Area under a curve that shows how decisions change with the threshold, approximated at some thresholds. Under the
/// [`ROC`](Curve::ROC) curve it is the probability that an output that ought to be positive is larger than one that
/// ought to be negative.
///
/// For outputs of every shape, probabilities between 0 and 1; which of them ought to be positive is said by [`Truth`].
///
/// Defaults: `num_thresholds` 200, `curve` [`ROC`](Curve::ROC), `summation_method`
/// [`Interpolation`](SummationMethod::Interpolation), all outputs taken together, without weights, and no logits.
#[derive(Clone, Debug)]
pub struct AUC {
    thresholds: Thresholds,
    curve: Curve,
    summation_method: SummationMethod,
    multi_label: bool,
    label_weights: Option<Vec<f64>>,
    from_logits: bool,
}

impl AUC {
    /// The metric with Keras' defaults.
    pub fn new() -> Self {
        Self {
            thresholds: Thresholds::even(200),
            curve: Curve::default(),
            summation_method: SummationMethod::default(),
            multi_label: false,
            label_weights: None,
            from_logits: false,
        }
    }

    /// How many thresholds there are, evenly from just below 0 to just above 1; at least 2.
    #[must_use]
    pub fn num_thresholds(mut self, count: usize) -> Self {
        self.thresholds = Thresholds::even(count);
        self
    }

    /// The thresholds between those, in place of evenly distributed ones.
    #[must_use]
    pub fn thresholds(mut self, thresholds: impl Into<Thresholds>) -> Self {
        self.thresholds = thresholds.into().with_ends();
        self
    }

    /// The curve.
    #[must_use]
    pub const fn curve(mut self, curve: Curve) -> Self {
        self.curve = curve;
        self
    }

    /// How the area between two points of the curve is approximated.
    #[must_use]
    pub const fn summation_method(mut self, method: SummationMethod) -> Self {
        self.summation_method = method;
        self
    }

    /// Whether each output, or each place on the last axis, has an area of its own, of which the mean is taken.
    #[must_use]
    pub const fn multi_label(mut self, multi_label: bool) -> Self {
        self.multi_label = multi_label;
        self
    }

    /// For each output, or each place on the last axis, how much it counts: its area with `multi_label`, otherwise its
    /// decisions.
    #[must_use]
    pub fn label_weights(mut self, weights: impl IntoIterator<Item = f64>) -> Self {
        self.label_weights = Some(weights.into_iter().collect());
        self
    }

    /// Whether the outputs are logits, of which `sigmoid` makes probabilities.
    #[must_use]
    pub const fn from_logits(mut self, from_logits: bool) -> Self {
        self.from_logits = from_logits;
        self
    }

    /// The weight of an output.
    fn label_weight(&self, label: usize) -> f64 {
        self.label_weights.as_ref().and_then(|weights| weights.get(label)).copied().unwrap_or(1.0)
    }
}

impl Default for AUC {
    fn default() -> Self {
        Self::new()
    }
}

impl<Out: Shape, A, Y: Truth<Out>> Metric<Out, A, Y> for AUC {
    type State = Vec<Tally>;

    fn name(&self) -> &str {
        "auc"
    }

    fn direction(&self) -> Option<Direction> {
        Some(Direction::Up)
    }

    fn check(&self) -> Result<()> {
        let count = self.thresholds.len();
        check_setting("the num_thresholds of `AUC`", count as f64, count > 1, "at least 2")?;
        self.thresholds.check()?;
        let Some(weights) = &self.label_weights else { return Ok(()) };
        let (what, count) = ("the number of label_weights of `AUC`", weights.len());
        check_setting(what, count as f64, count == last_axis::<Out>(), "the number of outputs")?;
        weights.iter().try_for_each(|&weight| check_not_negative("a label weight of `AUC`", weight))
    }

    fn state(&self) -> Vec<Tally> {
        let labels = if self.multi_label { last_axis::<Out>() } else { 1 };
        vec![Tally::new(self.thresholds.len()); labels]
    }

    fn update<T: Scalar>(&self, state: &mut Vec<Tally>, seen: Seen<'_, T, Out, Y>) {
        let last = self.thresholds.len().saturating_sub(1);
        for output in 0..Out::LEN {
            let label = output % last_axis::<Out>();
            let (tally, label_weight) = if self.multi_label {
                (&mut state[label], 1.0)
            } else {
                (&mut state[0], self.label_weight(label))
            };
            for sample in 0..seen.samples() {
                let value = seen.outputs().at(output, sample);
                let p = if self.from_logits { sigmoid {}.value(value) } else { value };
                // The first threshold is a little below 0, the last a little above 1.
                let passed = self.thresholds.passed(p).max(1).min(last);
                let is_positive = Y::truth(seen.targets, output, sample) != T::zero();
                let weight = seen.weight_at(output / last_axis::<Out>(), sample);
                tally.add(passed, is_positive, weight * label_weight);
            }
        }
    }

    fn result(&self, state: &Vec<Tally>) -> Score {
        let weight = |label| if self.multi_label { self.label_weight(label) } else { 1.0 };
        let area = |tally: &Tally| self.curve.area(self.summation_method, &tally.counts()).clamp(0.0, 1.0);
        let areas: f64 = state.iter().zip(0..).map(|(tally, label)| area(tally) * weight(label)).sum();
        ratio(areas, (0..state.len()).map(weight).sum()).into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::activations::linear;
    use crate::metrics::testing::{class_score, score, weighted_score};
    use crate::tensor::Features;

    const OUTPUTS: [[f64; 1]; 4] = [[0.0], [0.5], [0.3], [0.9]];
    const TARGETS: [[f64; 1]; 4] = [[0.0], [0.0], [1.0], [1.0]];

    #[test]
    fn the_area_is_that_of_the_points_at_the_thresholds() {
        let metric = AUC::new().num_thresholds(3);
        assert_eq!(score(&metric, &OUTPUTS, &TARGETS), Score::One(0.75));
        assert_eq!(score(&AUC::new().thresholds(0.5), &OUTPUTS, &TARGETS), Score::One(0.75));
        assert_eq!(weighted_score(&metric, &OUTPUTS, &TARGETS, &[1.0, 0.0, 0.0, 1.0]), Score::One(1.0));
    }

    #[test]
    fn with_enough_thresholds_the_area_is_the_part_of_pairs_in_order() {
        let Score::One(area) = score(&AUC::default(), &OUTPUTS, &TARGETS) else { panic!() };
        assert!((area - 0.75).abs() < 1e-12, "{area}");
        let logits = OUTPUTS.map(|[p]| [8.0 * p - 4.0]);
        let Score::One(area) = score(&AUC::new().from_logits(true), &logits, &TARGETS) else { panic!() };
        assert!((area - 0.75).abs() < 1e-12, "{area}");
    }

    #[test]
    fn outputs_of_0_and_1_are_between_the_ends() {
        let outputs = [[0.0], [1.0], [0.0], [1.0]];
        assert_eq!(score(&AUC::new(), &outputs, &[[0.0], [1.0], [0.0], [1.0]]), Score::One(1.0));
        assert_eq!(score(&AUC::new(), &outputs, &[[1.0], [0.0], [1.0], [0.0]]), Score::One(0.0));
        assert_eq!(score(&AUC::new(), &outputs, &TARGETS), Score::One(0.5));
    }

    #[test]
    fn labels_have_areas_of_their_own() {
        let (outputs, targets) = ([[0.9, 0.1], [0.1, 0.9], [0.8, 0.8]], [[1.0, 1.0], [0.0, 0.0], [1.0, 1.0]]);
        let metric = AUC::new().multi_label(true);
        assert_eq!(score(&metric, &outputs, &targets), Score::One(0.5));
        assert_eq!(score(&metric.label_weights([3.0, 1.0]), &outputs, &targets), Score::One(0.75));
        // Together: of the eight pairs three are in order, three are not, and two are equal.
        let Score::One(area) = score(&AUC::new(), &outputs, &targets) else { panic!() };
        assert!((area - 0.5).abs() < 1e-12, "{area}");
        assert_eq!(score(&AUC::new().label_weights([1.0, 0.0]), &outputs, &targets), Score::One(1.0));
        assert_eq!(class_score(&AUC::new(), &[[0.9, 0.1], [0.3, 0.7]], &[0, 1]), Score::One(1.0));
    }

    #[test]
    fn settings_out_of_range_are_errors() {
        let check = |metric: AUC| Metric::<Features<2>, linear, Features<2>>::check(&metric);
        assert!(check(AUC::new().num_thresholds(2).label_weights([0.0, 1.0])).is_ok());
        for wrong in [
            AUC::new().num_thresholds(0),
            AUC::new().num_thresholds(1),
            AUC::new().thresholds([0.2, 0.1]),
            AUC::new().thresholds(1.1),
            AUC::new().label_weights([1.0]),
            AUC::new().label_weights([1.0, -1.0]),
        ] {
            assert!(check(wrong.clone()).is_err(), "{wrong:?}");
        }
    }
}
