use super::{Mean, Seen};
use crate::data::ClassTarget;
pub(super) use crate::tensor::row::{Row, rows};
use crate::tensor::{Scalar, Shape, argmax};

/// Takes in what `number` says of each row of outputs and its targets.
pub(super) fn add_means<T: Scalar, S: Shape>(
    state: &mut Mean,
    seen: Seen<'_, T, S, S>,
    number: impl Fn(Row<'_, T, S>, Row<'_, T, S>) -> f64,
) {
    for sample in 0..seen.samples() {
        let pairs = rows(seen.outputs(), sample).zip(rows(seen.targets, sample));
        for (position, (outputs, targets)) in pairs.enumerate() {
            state.add(number(outputs, targets), seen.weight_at(position, sample));
        }
    }
}

/// Takes in for each row of outputs, and the class that it ought to be, whether it is right.
pub(super) fn add_hits<T: Scalar, S: Shape, Y: ClassTarget<S>>(
    state: &mut Mean,
    seen: Seen<'_, T, S, Y>,
    is_right: impl Fn(Row<'_, T, S>, usize) -> bool,
) {
    for sample in 0..seen.samples() {
        for (position, outputs) in rows(seen.outputs(), sample).enumerate() {
            let class = Y::class_at::<T>(seen.targets, position, sample);
            state.add_hit(is_right(outputs, class), seen.weight_at(position, sample));
        }
    }
}

impl<T: Scalar, S: Shape> Row<'_, T, S> {
    /// The class of the largest value, of several equal ones the first.
    pub(super) fn argmax(&self) -> usize {
        argmax(self.values())
    }

    /// Whether fewer than `k` values are larger than that of this class, which has to be finite.
    pub(super) fn is_in_top(&self, k: usize, class: usize) -> bool {
        let value = self.at(class);
        value.is_finite() && self.values().filter(|&other| other > value).count() < k
    }

    /// The least of the `k` largest values, with its class. Of equal values, that of the first class counts as the
    /// largest.
    pub(super) fn least_of_top(&self, k: usize) -> Option<(T, usize)> {
        let larger = |one, other| if precedes(other, one) { other } else { one };
        let mut least = self.values().zip(0..).reduce(larger);
        for _ in 1..k {
            let rest =
                self.values().zip(0..).filter(|&next| least.is_some_and(|least| precedes(least, next)));
            least = rest.reduce(larger).or(least);
        }
        least
    }
}

/// Whether a value comes before another when the larger, and of equal ones the first, are to come first.
pub(super) fn precedes<T: Scalar>((value, class): (T, usize), (other, other_class): (T, usize)) -> bool {
    value > other || (value == other && class < other_class)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::Lanes;
    use crate::tensor::{Batch, Features, Sequence};

    #[test]
    fn a_sequence_has_a_row_for_each_step() {
        let batch = Batch::<f64, Sequence<2, 3>>::new(&[1.0, 3.0, 3.0, 6.0, 5.0, 4.0], Lanes::new(1));
        let argmaxes: Vec<usize> = rows(batch, 0).map(|row| row.argmax()).collect();
        assert_eq!(argmaxes, [1, 0]);
        let firsts: Vec<usize> = rows(batch, 0).map(|row| row.first()).collect();
        assert_eq!(firsts, [0, 3]);
    }

    #[test]
    fn equal_values_are_all_in_the_top_but_only_the_first_of_them_among_the_largest() {
        let batch = Batch::<f64, Features<4>>::new(&[1.0, 3.0, 3.0, 2.0], Lanes::new(1));
        let row = rows(batch, 0).next().unwrap();
        assert!(row.is_in_top(1, 1) && row.is_in_top(1, 2) && !row.is_in_top(2, 3) && row.is_in_top(3, 3));
        let least: Vec<_> = (1..=4).map(|k| row.least_of_top(k).unwrap()).collect();
        assert_eq!(least, [(3.0, 1), (3.0, 2), (2.0, 3), (1.0, 0)]);
    }
}
