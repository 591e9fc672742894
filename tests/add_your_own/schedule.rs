use plywood::prelude::*;
use plywood::schedules::Schedule;
use plywood::{Error, Result};

use crate::plane;

/// From `low` up to `high` in so many steps, down again in as many, and so on (L. N. Smith, "Cyclical learning rates
/// for training neural networks", 2017).
#[derive(Debug)]
pub struct Cycle {
    pub low: f64,
    pub high: f64,
    pub steps: u64,
}

impl Schedule for Cycle {
    fn check(&self) -> Result<()> {
        let what = "the steps of `Cycle`";
        if self.steps > 0 { Ok(()) } else { Err(Error::Setting { what, value: 0.0, range: "at least 1" }) }
    }

    fn rate(&self, step: u64) -> f64 {
        let half_cycles = step as f64 / self.steps as f64;
        self.low + (self.high - self.low) * (1.0 - (1.0 - half_cycles % 2.0).abs())
    }
}

/// The same comes out if each rate is set by hand.
#[test]
fn each_step_has_the_rate_of_the_schedule() {
    let schedule = Cycle { low: 0.0, high: 0.5, steps: 2 };
    let mut scheduled = model![Dense<2, 1>].compile(SGD::new(schedule), LogCosh::default(), ());
    let mut by_hand = model![Dense<2, 1>].compile(SGD::new(0.0), LogCosh::default(), ());
    let before = scheduled.evaluate(&plane()).unwrap().loss();
    for rate in [0.0, 0.25, 0.5, 0.25, 0.0, 0.25] {
        assert_eq!(scheduled.learning_rate(), rate);
        by_hand.set_learning_rate(rate).unwrap();
        // One batch, so one step.
        let fit = || Fit::epochs(1).batch_size(25);
        scheduled.fit(&plane(), fit()).unwrap();
        by_hand.fit(&plane(), fit()).unwrap();
        assert_eq!(scheduled.weights(), by_hand.weights());
    }
    assert!(scheduled.evaluate(&plane()).unwrap().loss() < before / 2.0);
}

#[test]
fn a_schedule_without_steps_is_an_error() {
    let schedule = Cycle { low: 0.0, high: 0.5, steps: 0 };
    let mut model = model![Dense<2, 1>].compile(SGD::new(schedule), LogCosh::default(), ());
    let result = model.fit(&plane(), Fit::epochs(1));
    assert!(matches!(result, Err(Error::Setting { what: "the steps of `Cycle`", .. })), "{result:?}");
}
