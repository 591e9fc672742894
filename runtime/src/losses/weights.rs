use crate::tensor::Scalar;

/// How much the samples of a batch count: for one output, or for all outputs one behind the other.
#[derive(Clone, Copy, Debug)]
pub struct Weights<'a, T> {
    /// For each lane a weight for each target, or one for each position of each target; nothing, if all are 1.
    all: &'a [T],
    /// For each lane a 0 for each step to be passed over, and a 1 for each other one; nothing, if there is no mask.
    mask: &'a [T],
    stride: usize,
}

impl<'a, T: Scalar> Weights<'a, T> {
    /// The weights of so many lanes.
    #[inline(always)]
    pub(crate) const fn new(all: &'a [T], mask: &'a [T], stride: usize) -> Self {
        Self { all, mask, stride }
    }

    /// The same, but that all samples weigh 1.
    pub(crate) const fn unweighted(self) -> Self {
        Self { all: &[], ..self }
    }

    /// Those of one output of several, whose targets have so many positions, and whose masks so many steps.
    pub(crate) fn of_output(self, output: usize, positions: &[usize], steps: &[usize]) -> Self {
        let piece = |all: &'a [T], sizes: &[usize]| {
            let first: usize = sizes[..output].iter().sum();
            &all[first * self.stride..][..sizes[output] * self.stride]
        };
        let all = match self.all {
            [] => &[],
            all if all.len() == positions.len() * self.stride => &all[output * self.stride..][..self.stride],
            all => piece(all, positions),
        };
        let mask = if self.mask.is_empty() { &[] } else { piece(self.mask, steps) };
        Self { all, mask, ..self }
    }

    /// Whether a target has more than one weight.
    pub(crate) const fn are_of_positions(self) -> bool {
        self.all.len() > self.stride || self.mask.len() > self.stride
    }

    /// The weights of all lanes at a position, if there are any.
    #[inline(always)]
    pub(crate) fn lanes(self, position: usize) -> &'a [T] {
        if self.all.len() <= self.stride {
            self.all
        } else {
            &self.all[position * self.stride..][..self.stride]
        }
    }

    /// What the mask says of all lanes at one of so many positions, if there is one.
    #[inline(always)]
    pub(crate) fn mask(self, position: usize, positions: usize) -> &'a [T] {
        if self.mask.is_empty() {
            return &[];
        }
        let step = position * (self.mask.len() / self.stride) / positions;
        &self.mask[step * self.stride..][..self.stride]
    }

    /// The weight of a sample at one of so many positions: 0, if that is masked.
    pub(crate) fn at(self, position: usize, positions: usize, sample: usize) -> f64 {
        let of_lane = |lanes: &[T]| lanes.get(sample).map_or(1.0, |weight| weight.to_f64());
        of_lane(self.lanes(position)) * of_lane(self.mask(position, positions))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two outputs of one and of two positions, of which the second has a mask, in batches of two lanes.
    const ALL: [f64; 6] = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0];
    const MASK: [f64; 4] = [1.0, 0.0, 0.0, 1.0];

    fn of_output(all: &[f64], output: usize) -> Weights<'_, f64> {
        Weights::new(all, &MASK, 2).of_output(output, &[1, 2], &[0, 2])
    }

    #[test]
    fn each_output_has_its_own() {
        for (all, second) in [(&ALL[..4], [3.0, 0.0, 0.0, 4.0]), (&ALL, [3.0, 0.0, 0.0, 6.0])] {
            let of_first = of_output(all, 0);
            assert_eq!([0, 1].map(|sample| of_first.at(0, 1, sample)), [1.0, 2.0]);
            let of_second = of_output(all, 1);
            let found =
                [(0, 0), (0, 1), (1, 0), (1, 1)].map(|(position, sample)| of_second.at(position, 2, sample));
            assert_eq!(found, second);
        }
    }

    #[test]
    fn what_has_no_weight_weighs_1() {
        let weights = of_output(&ALL, 1).unweighted();
        assert_eq!([0, 1].map(|sample| weights.at(1, 2, sample)), [0.0, 1.0]);
        assert!(weights.lanes(0).is_empty());
    }

    #[test]
    fn a_step_may_have_several_positions() {
        let weights = Weights::new(&[], &MASK, 2);
        assert_eq!([0, 1, 2, 3].map(|position| weights.at(position, 4, 0)), [1.0, 1.0, 0.0, 0.0]);
    }
}
