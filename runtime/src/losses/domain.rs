use core::fmt;
use core::ops::{Bound, RangeBounds};

use crate::tensor::Scalar;

/// The numbers that a loss's formula is defined for: what [`Loss::target_domain`](super::Loss::target_domain) says of
/// targets, and [`Loss::output_domain`](super::Loss::output_domain) of outputs.
///
/// ```
/// use plywood::losses::Domain;
///
/// assert_eq!(Domain::range(0.0..=1.0).to_string(), "a number from 0 to 1");
/// assert_eq!(Domain::range(0.0..).to_string(), "0 or more");
/// assert_eq!(Domain::one_of(&[&[-1.0, 1.0], &[0.0, 1.0]]).to_string(), "each to be -1 or 1, or each 0 or 1");
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Domain {
    kind: Kind,
    help: Option<&'static str>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Kind {
    Range(Bound<f64>, Bound<f64>),
    OneOf(&'static [&'static [f64]]),
}

impl Domain {
    /// Probabilities.
    pub(crate) const PROBABILITY: Self = Self::new(Kind::Range(Bound::Included(0.0), Bound::Included(1.0)));

    /// 0 and what is more.
    pub(crate) const NOT_NEGATIVE: Self = Self::new(Kind::Range(Bound::Included(0.0), Bound::Unbounded));

    const fn new(kind: Kind) -> Self {
        Self { kind, help: None }
    }

    /// The numbers of a range: `0.0..=1.0` for probabilities, `(Bound::Excluded(0.0), Bound::Unbounded)` for more
    /// than 0.
    pub fn range(range: impl RangeBounds<f64>) -> Self {
        Self::new(Kind::Range(range.start_bound().cloned(), range.end_bound().cloned()))
    }

    /// The numbers of one of these sets: all have to be in the same one.
    pub const fn one_of(sets: &'static [&'static [f64]]) -> Self {
        Self::new(Kind::OneOf(sets))
    }

    /// What an error says how to mend it: `"end the model in `softmax`"`.
    #[must_use]
    pub const fn help(mut self, help: &'static str) -> Self {
        self.help = Some(help);
        self
    }

    pub(crate) const fn help_text(&self) -> Option<&'static str> {
        self.help
    }

    /// The place of the first of these values that is outside, by more than `rounding` if the bound itself is inside.
    pub(crate) fn first_outside<T: Scalar>(&self, values: &[T], rounding: f64) -> Option<usize> {
        let first = |holds: &dyn Fn(f64) -> bool| values.iter().position(|value| !holds(value.to_f64()));
        match self.kind {
            Kind::Range(low, high) => first(&|value| {
                let is_high_enough = match low {
                    Bound::Included(low) => value >= low - rounding,
                    Bound::Excluded(low) => value > low,
                    Bound::Unbounded => true,
                };
                is_high_enough
                    && match high {
                        Bound::Included(high) => value <= high + rounding,
                        Bound::Excluded(high) => value < high,
                        Bound::Unbounded => true,
                    }
            }),
            // Where every set lacks a value, the set that goes farthest is the one that was meant.
            Kind::OneOf(sets) => sets
                .iter()
                .try_fold(0, |farthest, set| Some(farthest.max(first(&|value| set.contains(&value))?))),
        }
    }
}

impl fmt::Display for Domain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        use Bound::{Excluded, Included, Unbounded};
        match self.kind {
            Kind::Range(Included(low), Included(high)) => write!(f, "a number from {low} to {high}"),
            Kind::Range(Included(low), Excluded(high)) => write!(f, "at least {low} and less than {high}"),
            Kind::Range(Excluded(low), Included(high)) => write!(f, "more than {low} and at most {high}"),
            Kind::Range(Excluded(low), Excluded(high)) => write!(f, "more than {low} and less than {high}"),
            Kind::Range(Included(low), Unbounded) => write!(f, "{low} or more"),
            Kind::Range(Excluded(low), Unbounded) => write!(f, "more than {low}"),
            Kind::Range(Unbounded, Included(high)) => write!(f, "{high} or less"),
            Kind::Range(Unbounded, Excluded(high)) => write!(f, "less than {high}"),
            Kind::Range(Unbounded, Unbounded) => write!(f, "any number"),
            Kind::OneOf(sets) => {
                for (index, set) in sets.iter().enumerate() {
                    f.write_str(if index == 0 { "each to be " } else { ", or each " })?;
                    for (index, value) in set.iter().enumerate() {
                        write!(f, "{}{value}", if index == 0 { "" } else { " or " })?;
                    }
                }
                Ok(())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_ends_where_it_says() {
        let outside = |domain: Domain, value: f64| domain.first_outside(&[0.5, value], 1e-6) == Some(1);
        let (included, excluded) = (Domain::range(0.0..=1.0), (Bound::Excluded(0.0), Bound::Excluded(1.0)));
        let excluded = Domain::range(excluded);
        for (value, outside_included, outside_excluded) in [
            (0.0, false, true),
            (1.0, false, true),
            (-1e-7, false, true),
            (-1e-5, true, true),
            (1.1, true, true),
        ] {
            assert_eq!(outside(included, value), outside_included, "{value}");
            assert_eq!(outside(excluded, value), outside_excluded, "{value}");
        }
        assert_eq!(Domain::range(0.0..).first_outside(&[3.0f32, 1e30, -1.0, -2.0], 0.0), Some(2));
        assert_eq!(Domain::range(..).first_outside(&[f64::MAX, f64::MIN], 0.0), None);
        assert!(outside(Domain::range(..0.7), 0.7) && !outside(Domain::range(..=0.7), 0.7));
    }

    #[test]
    fn all_values_are_of_the_same_set() {
        let outside =
            |values: &[f64]| Domain::one_of(&[&[-1.0, 1.0], &[0.0, 1.0]]).first_outside(values, 1e-6);
        assert_eq!([outside(&[1.0, -1.0, 1.0]), outside(&[1.0, 0.0]), outside(&[1.0, 1.0])], [None; 3]);
        assert_eq!(outside(&[1.0, 0.0, 1.0, -1.0]), Some(3));
        assert_eq!(outside(&[1.0, -1.0, 0.5, 0.0]), Some(2));
        assert_eq!(outside(&[0.5]), Some(0));
    }

    #[test]
    fn a_domain_says_what_it_has() {
        let bounds = |low, high| Domain::range((low, high)).to_string();
        use Bound::{Excluded, Included, Unbounded};
        assert_eq!(bounds(Excluded(0.0), Unbounded), "more than 0");
        assert_eq!(bounds(Excluded(0.0), Included(1.0)), "more than 0 and at most 1");
        assert_eq!(bounds(Excluded(0.0), Excluded(1.0)), "more than 0 and less than 1");
        assert_eq!(Domain::range(0.0..1.0).to_string(), "at least 0 and less than 1");
        assert_eq!(Domain::range(..-0.5).to_string(), "less than -0.5");
        assert_eq!(Domain::range(..=-0.5).to_string(), "-0.5 or less");
        assert_eq!(Domain::range(..).to_string(), "any number");
    }
}
