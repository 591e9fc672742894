use core::array::from_fn;

use super::rows::log_sum_exp;
use super::{Loss, Prediction, Reduction};
use crate::activations::linear;
use crate::data::{ClassSequence, PositionLabels};
use crate::math;
use crate::tensor::row::{Row, rows};
use crate::tensor::{Batch, BatchMut, Scalar, Sequence};

/// Connectionist temporal classification, for labels of which only the order is known and not the steps: the letters of
/// a line of handwriting, the sounds of a recording.
///
/// `L = −ln Σ Π p_t(c_t)` over the steps `t`, where `p_t` is the softmax of a step's logits, and the sum goes over all
/// paths, one class `c_t` for each step, that become the labels when repeated classes are taken once and blanks, which
/// are class 0, are then left out. `∂L/∂z_t = p_t − γ_t`, where `γ_t` is the share of each class at that step in the sum.
///
/// For a model that ends in [`linear`] with a sequence of logits, and targets of `LABELS` class numbers in a row,
/// `ClassSequence<LABELS, CLASSES>`. Those that are 0 are no labels, but fill up shorter rows. A row that needs more
/// steps than there are, one for each label and one between two labels that are the same, costs infinitely much, and
/// ends training with [`Error::Diverged`](crate::Error::Diverged).
///
/// A path is computed from logarithms, in `f64`; Keras on TensorFlow does so in `f32`.
///
/// ```
/// use plywood::prelude::*;
///
/// // Three classes besides the blank, at most two of them in four steps.
/// let data: Dataset<Sequence<4, 2>, ClassSequence<2, 4>> = Dataset::new([[[0.5, 0.1]; 4]; 2], [[3, 1], [2, 0]])?;
/// let mut model = model![Input<4, 2>, Dense<4>].compile(Adam::new(0.01), CTC::<2>::new(), ());
/// model.fit(&data, Fit::epochs(2))?;
/// # Ok::<(), plywood::Error>(())
/// ```
///
/// Source: A. Graves et al., "Connectionist temporal classification: labelling unsegmented sequence data with recurrent
/// neural networks", 2006.
#[derive(Clone, Copy, Debug, Default)]
pub struct CTC<const LABELS: usize> {
    reduction: Reduction,
}

super::loss::options!(CTC<const LABELS>, "ctc");

/// The class that stands for no label.
const BLANK: usize = 0;

/// The logarithm of nothing.
const NEVER: f64 = f64::NEG_INFINITY;

/// A logarithm for each place on the way through the labels.
#[derive(Clone, Copy)]
struct Places<const LABELS: usize> {
    /// On the blank before each label.
    before: [f64; LABELS],
    /// On each label.
    on: [f64; LABELS],
    /// On the blank behind the last one.
    behind: f64,
}

impl<const LABELS: usize> Places<LABELS> {
    const NOWHERE: Self = Self { before: [NEVER; LABELS], on: [NEVER; LABELS], behind: NEVER };
}

/// The labels of a sample, and the logits of its steps.
struct Alignment<'a, T, const STEPS: usize, const CLASSES: usize, const LABELS: usize> {
    logits: Batch<'a, T, Sequence<STEPS, CLASSES>>,
    sample: usize,
    /// `ln Σ exp(z)` of each step.
    normalizers: [f64; STEPS],
    labels: [usize; LABELS],
    count: usize,
}

impl<'a, T: Scalar, const STEPS: usize, const CLASSES: usize, const LABELS: usize>
    Alignment<'a, T, STEPS, CLASSES, LABELS>
{
    fn new(
        logits: Batch<'a, T, Sequence<STEPS, CLASSES>>,
        targets: PositionLabels<'_>,
        sample: usize,
    ) -> Self {
        let mut normalizers = [0.0; STEPS];
        for (normalizer, row) in normalizers.iter_mut().zip(rows(logits, sample)) {
            *normalizer = log_sum_exp(row.values().map(T::to_f64));
        }
        let (mut labels, mut count) = ([BLANK; LABELS], 0);
        for label in (0..LABELS).map(|position| targets.at(position, sample)).filter(|&label| label != BLANK)
        {
            labels[count] = label;
            count += 1;
        }
        Self { logits, sample, normalizers, labels, count }
    }

    /// `ln p` of a class at a step.
    fn log_probability(&self, step: usize, class: usize) -> f64 {
        Row::new(self.logits, step * CLASSES, self.sample).at(class).to_f64() - self.normalizers[step]
    }

    /// Before the first step.
    fn start(&self) -> Places<LABELS> {
        let mut start = Places::NOWHERE;
        *start.before[..self.count].first_mut().unwrap_or(&mut start.behind) = 0.0;
        start
    }

    /// Whether a path may go from the label before this one to this one without a blank.
    fn may_follow(&self, label: usize) -> bool {
        label > 0 && self.labels[label] != self.labels[label - 1]
    }

    /// How likely it is to be at each place after one more step, whatever that says.
    fn forward(&self, from: &Places<LABELS>) -> Places<LABELS> {
        let mut to = Places::NOWHERE;
        for label in 0..self.count {
            let last = if label > 0 { from.on[label - 1] } else { NEVER };
            to.before[label] = log_add(from.before[label], last);
            let straight = if self.may_follow(label) { last } else { NEVER };
            to.on[label] = log_add(log_add(from.on[label], from.before[label]), straight);
        }
        to.behind = log_add(from.behind, self.count.checked_sub(1).map_or(NEVER, |last| from.on[last]));
        to
    }

    /// The other way round: how likely the rest of a path is from each place, if it is so likely after one more step.
    fn backward(&self, to: &Places<LABELS>) -> Places<LABELS> {
        let mut from = Places { behind: to.behind, ..Places::NOWHERE };
        let mut blank = to.behind;
        for label in (0..self.count).rev() {
            let next = label + 1;
            let straight = if next < self.count && self.may_follow(next) { to.on[next] } else { NEVER };
            from.on[label] = log_add(log_add(to.on[label], blank), straight);
            from.before[label] = log_add(to.before[label], to.on[label]);
            blank = to.before[label];
        }
        from
    }

    /// The same places, where `step` says what it has to say there.
    fn seen(&self, step: usize, mut places: Places<LABELS>) -> Places<LABELS> {
        let blank = self.log_probability(step, BLANK);
        for (label, &class) in self.labels[..self.count].iter().enumerate() {
            places.before[label] += blank;
            places.on[label] += self.log_probability(step, class);
        }
        places.behind += blank;
        places
    }

    /// The logarithm of the sum over all paths.
    fn likelihood(&self) -> f64 {
        let end = (0..STEPS).fold(self.start(), |places, step| self.seen(step, self.forward(&places)));
        self.forward(&end).behind
    }

    /// Shows the steps from the last one to the first, with the paths up to each and those from there on. `before` has
    /// the paths up to the first of these steps, `behind` those that begin with the one behind them.
    ///
    /// What comes before the second half is computed anew for it, and so on: that takes room for some steps alone.
    fn walk_back(
        &self,
        steps: core::ops::Range<usize>,
        before: &Places<LABELS>,
        behind: &mut Places<LABELS>,
        show: &mut dyn FnMut(usize, &Places<LABELS>, &Places<LABELS>),
    ) {
        if steps.len() == 1 {
            let (step, rest) = (steps.start, self.backward(behind));
            show(step, &self.seen(step, self.forward(before)), &rest);
            *behind = self.seen(step, rest);
            return;
        }
        let middle = steps.start + steps.len() / 2;
        let there =
            (steps.start..middle).fold(*before, |places, step| self.seen(step, self.forward(&places)));
        self.walk_back(middle..steps.end, &there, behind, show);
        self.walk_back(steps.start..middle, before, behind, show);
    }
}

/// `ln(eᵃ + eᵇ)`
fn log_add(a: f64, b: f64) -> f64 {
    let (small, large) = if a > b { (b, a) } else { (a, b) };
    if small == NEVER { large } else { large + math::ln_1p(math::exp(small - large)) }
}

impl<const STEPS: usize, const CLASSES: usize, const LABELS: usize> Loss<Sequence<STEPS, CLASSES>, linear>
    for CTC<LABELS>
{
    type Target = ClassSequence<LABELS, CLASSES>;

    fn losses<T: Scalar>(
        &self,
        prediction: Prediction<'_, T, Sequence<STEPS, CLASSES>>,
        targets: PositionLabels<'_>,
        losses: &mut [T],
    ) {
        let logits = prediction.outputs;
        for (sample, loss) in losses[..logits.samples()].iter_mut().enumerate() {
            *loss = T::of(-Alignment::<_, _, _, LABELS>::new(logits, targets, sample).likelihood());
        }
    }

    fn gradient<T: Scalar>(
        &self,
        prediction: Prediction<'_, T, Sequence<STEPS, CLASSES>>,
        targets: PositionLabels<'_>,
        mut gradient: BatchMut<'_, T, Sequence<STEPS, CLASSES>>,
    ) {
        let logits = prediction.outputs;
        for sample in 0..logits.samples() {
            let alignment = Alignment::<_, _, _, LABELS>::new(logits, targets, sample);
            let (all, start) = (alignment.likelihood(), alignment.start());
            let mut end = Places { behind: 0.0, ..Places::NOWHERE };
            alignment.walk_back(0..STEPS, &start, &mut end, &mut |step, before, behind| {
                let mut of_step: [f64; CLASSES] =
                    from_fn(|class| math::exp(alignment.log_probability(step, class)));
                let share = |before: f64, behind: f64| math::exp(before + behind - all);
                for (label, &class) in alignment.labels[..alignment.count].iter().enumerate() {
                    of_step[BLANK] -= share(before.before[label], behind.before[label]);
                    of_step[class] -= share(before.on[label], behind.on[label]);
                }
                of_step[BLANK] -= share(before.behind, behind.behind);
                for (class, value) in of_step.into_iter().enumerate() {
                    gradient.set(step * CLASSES + class, sample, T::of(value));
                }
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::losses::testing::run;

    const LOGITS: [[[f64; 3]; 4]; 2] = [
        [[0.3, -1.2, 0.8], [2.0, 0.1, -0.4], [-0.7, 0.9, 0.2], [0.0, 1.5, -2.0]],
        [[1.0, 0.5, -0.5], [0.2, 0.2, 1.1], [-1.0, 0.3, 0.0], [0.6, -0.9, 0.4]],
    ];

    /// The labels that a path becomes.
    fn collapsed(path: &[usize]) -> Vec<usize> {
        let mut path = path.to_vec();
        path.dedup();
        path.retain(|&class| class != BLANK);
        path
    }

    /// The loss, with each of all paths looked at.
    fn by_all_paths(logits: &[[f64; 3]; 4], labels: &[usize]) -> f64 {
        let labels: Vec<usize> = labels.iter().copied().filter(|&label| label != BLANK).collect();
        let sums = logits.map(|row| row.iter().map(|z| z.exp()).sum::<f64>());
        let probability = |path: &[usize; 4]| -> f64 {
            path.iter().zip(logits).zip(sums).map(|((&class, row), sum)| row[class].exp() / sum).product()
        };
        let paths = (0..81).map(|number| [number % 3, number / 3 % 3, number / 9 % 3, number / 27]);
        -paths.filter(|path| collapsed(path) == labels).map(|path| probability(&path)).sum::<f64>().ln()
    }

    #[test]
    fn the_loss_is_that_of_all_paths() {
        for labels in [[0, 0, 0], [1, 0, 0], [2, 1, 0], [1, 1, 0], [1, 2, 1], [2, 2, 1]] {
            let (losses, _) =
                run::<f64, linear, Sequence<4, 3>, _>(&CTC::<3>::new(), &LOGITS, &[labels, labels]);
            for (loss, logits) in losses.iter().zip(&LOGITS) {
                let expected = by_all_paths(logits, &labels);
                assert!((loss - expected).abs() < 1e-12, "{labels:?}: {loss} {expected}");
            }
        }
    }

    #[test]
    fn the_gradient_is_that_of_all_paths() {
        let labels = [[1, 1, 0], [2, 1, 2]];
        let (_, gradient) = run::<f64, linear, Sequence<4, 3>, _>(&CTC::<3>::new(), &LOGITS, &labels);
        for (place, found) in gradient.iter().enumerate() {
            let (sample, step, class) = (place / 12, place / 3 % 4, place % 3);
            let moved = |by: f64| {
                let mut logits = LOGITS[sample];
                logits[step][class] += by;
                by_all_paths(&logits, &labels[sample])
            };
            let expected = (moved(1e-5) - moved(-1e-5)) / 2e-5;
            assert!((found - expected).abs() < 1e-9, "{place}: {found} {expected}");
        }
    }

    #[test]
    fn huge_logits_are_no_trouble_and_what_does_not_fit_costs_infinitely_much() {
        let sure = [[1e4f32, 0.0, -1e4]; 4];
        let (losses, gradient) =
            run::<f32, linear, Sequence<4, 3>, _>(&CTC::<3>::new(), &[sure, sure], &[[1, 0, 0], [2, 0, 0]]);
        assert_eq!(losses, [1e4 - 4f32.ln(), 2e4 - 4f32.ln()]);
        assert!(gradient.iter().all(|value| value.is_finite()), "{gradient:?}");
        let (losses, _) = run::<f64, linear, Sequence<4, 3>, _>(&CTC::<3>::new(), &LOGITS[..1], &[[1, 1, 1]]);
        assert_eq!(losses, [f64::INFINITY]);
    }

    #[test]
    fn an_output_that_is_no_number_costs_no_number() {
        let mut logits = LOGITS;
        logits[0][2][1] = f64::NAN;
        let (losses, _) =
            run::<f64, linear, Sequence<4, 3>, _>(&CTC::<3>::new(), &logits, &[[1, 0, 0], [1, 0, 0]]);
        assert!(losses[0].is_nan() && losses[1].is_finite(), "{losses:?}");
    }
}
