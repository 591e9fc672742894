#[cfg(not(feature = "std"))]
use nalgebra::ComplexField as _;

use super::Counts;
use super::counts::ratio;

/// A curve that shows how decisions change with the threshold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Curve {
    /// Receiver operating characteristic: the recall over the part of the negatives that is taken for positive.
    #[default]
    ROC,
    /// The precision over the recall.
    PR,
    /// The precision's gain over the recall's: both scaled so that 0 is what calling everything positive gives.
    ///
    /// Source: P. Flach and M. Kull, "Precision-recall-gain curves: PR analysis done right", 2015.
    PRGAIN,
}

/// How the area between two points of a curve is approximated.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum SummationMethod {
    /// Along a straight line between the points. For the precision over the recall, as if true and false positives
    /// changed evenly between the thresholds, which makes a curve of the precision.
    ///
    /// Source: J. Davis and M. Goadrich, "The relationship between precision-recall and ROC curves", 2006.
    #[default]
    Interpolation,
    /// With the lower of the two points: the area is not overestimated.
    Minoring,
    /// With the higher of the two points: the area is not underestimated.
    Majoring,
}

impl Curve {
    /// The area under the curve, for the counts at ascending thresholds.
    pub(super) fn area(self, method: SummationMethod, counts: &[Counts]) -> f64 {
        let neighbours = counts.windows(2).map(|pair| (&pair[0], &pair[1]));
        if (self, method) == (Self::PR, SummationMethod::Interpolation) {
            return neighbours.map(|(low, high)| interpolated(low, high)).sum();
        }
        let areas = neighbours.map(|(low, high)| {
            let ((low_x, low_y), (high_x, high_y)) = (self.point(low), self.point(high));
            let height = match method {
                SummationMethod::Interpolation => f64::midpoint(low_y, high_y),
                SummationMethod::Minoring => low_y.min(high_y),
                SummationMethod::Majoring => low_y.max(high_y),
            };
            (low_x - high_x) * height
        });
        areas.sum()
    }

    /// Where on the curve a threshold lies.
    fn point(self, counts: &Counts) -> (f64, f64) {
        match self {
            Self::ROC => (ratio(counts.false_positives, counts.negatives()), counts.recall()),
            Self::PR => (counts.recall(), counts.precision()),
            Self::PRGAIN if counts.true_positives == 0.0 => (0.0, 1.0),
            Self::PRGAIN => {
                let scale = ratio(counts.positives(), counts.negatives()) / counts.true_positives;
                let recall_gain = 1.0 - scale * counts.false_negatives;
                (recall_gain.max(0.0), 1.0 - scale * counts.false_positives)
            }
        }
    }
}

/// The area under the precision over the recall between two thresholds, true and false positives changing evenly.
///
/// With `P = TP + FP` positive outputs, the true ones are then `TP = s P + i`, and the area is `∫ TP / P dTP` over
/// all that ought to be positive: `s (ΔTP + i ln(P / P'))`.
fn interpolated(low: &Counts, high: &Counts) -> f64 {
    let positive = |counts: &Counts| counts.true_positives + counts.false_positives;
    let gained = low.true_positives - high.true_positives;
    let slope = ratio(gained, (positive(low) - positive(high)).max(0.0));
    let intercept = high.true_positives - slope * positive(high);
    let is_logarithmic = positive(low) > 0.0 && positive(high) > 0.0;
    let logarithm = if is_logarithmic { (positive(low) / positive(high)).ln() } else { 0.0 };
    ratio(slope * (gained + intercept * logarithm), high.positives().max(0.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The decisions on four outputs, two of which ought to be positive, as the threshold rises above each.
    fn counts() -> [Counts; 4] {
        [(2.0, 2.0), (2.0, 1.0), (1.0, 0.0), (0.0, 0.0)].map(|(true_positives, false_positives)| Counts {
            true_positives,
            false_positives,
            true_negatives: 2.0 - false_positives,
            false_negatives: 2.0 - true_positives,
        })
    }

    fn areas(curve: Curve) -> [f64; 3] {
        [SummationMethod::Minoring, SummationMethod::Interpolation, SummationMethod::Majoring]
            .map(|method| curve.area(method, &counts()))
    }

    #[test]
    fn points_are_joined_by_lines_or_steps() {
        // (1, 1), (1/2, 1), (0, 1/2), (0, 0)
        assert_eq!(areas(Curve::ROC), [0.75, 0.875, 1.0]);
    }

    #[test]
    fn precision_curves_between_points() {
        // (1, 1/2), (1, 2/3), (1/2, 1), (0, 0): from one positive output to three, one of the two is true.
        let [minoring, interpolation, majoring] = areas(Curve::PR);
        assert!((minoring - (0.5 * 2.0 / 3.0)).abs() < 1e-15, "{minoring}");
        assert_eq!(majoring, 1.0);
        let between = 0.5 * (1.0 + 0.5 * 3.0f64.ln()) / 2.0;
        assert!((interpolation - (between + 0.5)).abs() < 1e-15, "{interpolation}");
    }

    #[test]
    fn gains_are_0_where_everything_is_positive() {
        // (1, 0), (1, 1/2), (0, 1), (0, 1)
        assert_eq!(areas(Curve::PRGAIN), [0.5, 0.75, 1.0]);
    }

    #[test]
    fn curves_of_nothing_have_no_area() {
        for curve in [Curve::ROC, Curve::PR, Curve::PRGAIN] {
            assert_eq!(curve.area(SummationMethod::Interpolation, &[Counts::default(); 3]), 0.0, "{curve:?}");
        }
    }
}
