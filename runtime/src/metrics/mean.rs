use super::Score;
use super::gathered::Gathered;

/// A running mean of values with weights: `Σ w v / Σ w`, or 0 without any.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Mean {
    total: f64,
    count: f64,
}

impl Gathered for Mean {
    fn each_number(&mut self, see: &mut dyn FnMut(&mut f64)) {
        let Self { total, count } = self;
        [total, count].into_iter().for_each(see);
    }
}

impl Mean {
    /// Takes a value in.
    pub fn add(&mut self, value: f64, weight: f64) {
        self.total += value * weight;
        self.count += weight;
    }

    /// Takes in a 1 for something right and a 0 for something wrong.
    pub fn add_hit(&mut self, right: bool, weight: f64) {
        self.add(if right { 1.0 } else { 0.0 }, weight);
    }

    /// The mean of all values.
    pub fn result(&self) -> f64 {
        if self.count == 0.0 { 0.0 } else { self.total / self.count }
    }
}

impl From<Mean> for Score {
    fn from(mean: Mean) -> Self {
        Self::One(mean.result())
    }
}

/// What the metrics that are a [`Mean`] have in common.
macro_rules! mean_metric {
    ($name:literal, $direction:ident) => {
        type State = $crate::metrics::Mean;

        fn name(&self) -> &str {
            $name
        }

        fn direction(&self) -> Option<$crate::metrics::Direction> {
            Some($crate::metrics::Direction::$direction)
        }

        fn state(&self) -> Self::State {
            Self::State::default()
        }

        fn result(&self, state: &Self::State) -> $crate::metrics::Score {
            (*state).into()
        }
    };
}
pub(super) use mean_metric;
