//! What a case says of an object of Keras: `"class"` is its name, the other keys are its arguments.

use plywood::optimizers::{IntoLearningRate, LearningRate, Optimizer};
use plywood::prelude::*;
use serde_json::{Map, Value};

/// The arguments of an object. Each is taken once; in the end none must be left.
pub(crate) struct Settings {
    class: String,
    arguments: Map<String, Value>,
}

impl Settings {
    pub(crate) fn new(value: &Value) -> Self {
        let mut arguments = value.as_object().unwrap().clone();
        let class = arguments.remove("class").unwrap().as_str().unwrap().to_owned();
        Self { class, arguments }
    }

    pub(crate) fn class(&self) -> &str {
        &self.class
    }

    pub(crate) fn take(&mut self, name: &str) -> Option<Value> {
        self.arguments.remove(name)
    }

    pub(crate) fn number(&mut self, name: &str) -> Option<f64> {
        self.take(name).map(|value| value.as_f64().unwrap())
    }

    pub(crate) fn count(&mut self, name: &str) -> Option<usize> {
        self.take(name).map(|value| value.as_u64().unwrap() as usize)
    }

    pub(crate) fn text(&mut self, name: &str) -> Option<String> {
        self.take(name).map(|value| value.as_str().unwrap().to_owned())
    }

    pub(crate) fn flag(&mut self, name: &str) -> Option<bool> {
        self.take(name).map(|value| value.as_bool().unwrap())
    }

    /// All arguments have been taken.
    pub(crate) fn end(self) {
        assert!(self.arguments.is_empty(), "{}: {:?}", self.class, self.arguments);
    }

    /// A learning rate: a number or a schedule.
    pub(crate) fn learning_rate(&mut self) -> LearningRate {
        match self.take("learning_rate").unwrap() {
            Value::Number(rate) => rate.as_f64().unwrap().into_learning_rate(),
            schedule => crate::schedules::schedule(&schedule),
        }
    }

    pub(crate) fn sgd(self) -> SGD {
        self.optimizer("SGD", |settings, rate| {
            let mut sgd = SGD::new(rate);
            set!(sgd, settings, number: [momentum], flag: [nesterov]);
            sgd
        })
    }

    pub(crate) fn adam(self) -> Adam {
        self.optimizer("Adam", |settings, rate| {
            let mut adam = Adam::new(rate);
            set!(adam, settings, number: [beta_1 beta_2 epsilon], flag: [amsgrad]);
            adam
        })
    }

    /// An optimizer of this class, with its own settings, which `new` takes, and those that all have.
    pub(crate) fn optimizer<O: Optimizer>(
        mut self,
        class: &str,
        new: impl FnOnce(&mut Self, LearningRate) -> O,
    ) -> O {
        assert_eq!(self.class, class);
        let rate = self.learning_rate();
        let mut optimizer = new(&mut self, rate);
        let mut options = optimizer.options().clone();
        set!(options, self, number: [weight_decay clipnorm global_clipnorm clipvalue ema_momentum],
            flag: [use_ema], count: [gradient_accumulation_steps ema_overwrite_frequency]);
        *optimizer.options_mut() = options;
        self.end();
        optimizer
    }
}

/// Calls the builder methods of these names for the arguments that are there.
macro_rules! set {
    ($object:ident, $settings:expr, $($kind:ident: [$($name:ident)*]),*) => {
        $($(if let Some(value) = $settings.$kind(stringify!($name)) {
            $object = $object.$name(value);
        })*)*
    };
}
pub(crate) use set;
