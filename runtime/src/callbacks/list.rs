//! Several callbacks as one: tuples, vectors, and callbacks behind a pointer.

use alloc::boxed::Box;
use alloc::format;
use alloc::string::ToString;
use alloc::vec::Vec;

use super::hooks::for_each_hook;
use super::{BatchLogs, Callback, EpochLogs, Training};
use crate::error::Error;
use crate::saving::State;

/// Writes hooks that hand on to the callbacks inside. Where the lint `missing_trait_methods` stands, a hook that the
/// list lacks is found.
macro_rules! hand_on {
    ($inside:tt $($hook:ident($($argument:ident: $type:ty),*);)*) => {
        $(fn $hook(&mut self, $($argument: $type),*) {
            call!(self $inside $hook($($argument),*));
        })*
    };
}

/// Calls a hook of one callback behind a pointer, of all in a vector, or of all in a tuple.
macro_rules! call {
    ($self:ident [behind] $hook:ident $arguments:tt) => {
        (**$self).$hook $arguments
    };
    ($self:ident [all] $hook:ident $arguments:tt) => {
        for callback in $self {
            callback.$hook $arguments;
        }
    };
    ($self:ident ($($callback:ident)*) $hook:ident $arguments:tt) => {
        let ($($callback,)*) = $self;
        $($callback.$hook $arguments;)*
    };
}

#[warn(clippy::missing_trait_methods)]
impl<C: Callback + ?Sized> Callback for &mut C {
    for_each_hook!(hand_on[behind]);

    fn save_state(&self, state: &mut State) {
        (**self).save_state(state);
    }

    fn load_state(&mut self, state: &State, training: &mut Training<'_>) {
        (**self).load_state(state, training);
    }
}

#[warn(clippy::missing_trait_methods)]
impl<C: Callback + ?Sized> Callback for Box<C> {
    for_each_hook!(hand_on[behind]);

    fn save_state(&self, state: &mut State) {
        (**self).save_state(state);
    }

    fn load_state(&mut self, state: &State, training: &mut Training<'_>) {
        (**self).load_state(state, training);
    }
}

#[warn(clippy::missing_trait_methods)]
impl<C: Callback> Callback for Vec<C> {
    for_each_hook!(hand_on[all]);

    fn save_state(&self, state: &mut State) {
        for (number, callback) in self.iter().enumerate() {
            save(callback, number, state);
        }
    }

    fn load_state(&mut self, state: &State, training: &mut Training<'_>) {
        for (number, callback) in self.iter_mut().enumerate() {
            load(callback, number, state, training);
        }
    }
}

/// Notes what a callback of several remembers, under its number.
fn save(callback: &impl Callback, number: usize, state: &mut State) {
    let mut inside = State::new();
    callback.save_state(&mut inside);
    state.put(&number.to_string(), &inside);
}

/// Gives back what [`save`] noted, or, to the first one, what a callback alone has noted. A callback that has noted
/// nothing, or is new, begins anew.
fn load(callback: &mut impl Callback, number: usize, state: &State, training: &mut Training<'_>) {
    let inside = match number {
        0 if !is_of_several(state) => Ok(state.clone()),
        _ => state.get(&number.to_string()),
    };
    match inside {
        Ok(inside) if State::is_empty(&inside) => {}
        Ok(inside) => {
            let load = |training: &mut Training<'_>| callback.load_state(&inside, training);
            training.change_failure(load, |error| in_callback(number, error));
        }
        Err(error) => training.fail(error),
    }
}

/// Whether everything stands under a number.
fn is_of_several(state: &State) -> bool {
    state.names().all(|name| name.split_once('/').is_some_and(|(number, _)| number.parse::<usize>().is_ok()))
}

/// The error of a callback of several, with its number, if it is about what that remembers.
fn in_callback(number: usize, error: Error) -> Error {
    match error {
        Error::Format { what, message, source } => {
            Error::Format { what, message: format!("callback {number}: {message}"), source }
        }
        other => other,
    }
}

/// No callback.
impl Callback for () {}

macro_rules! tuple {
    ($($callback:ident)*) => {
        #[allow(non_snake_case, reason = "the types' names serve for the values too")]
        #[warn(clippy::missing_trait_methods)]
        impl<$($callback: Callback),*> Callback for ($($callback,)*) {
            for_each_hook!(hand_on ($($callback)*));

            fn save_state(&self, state: &mut State) {
                let ($($callback,)*) = self;
                let mut numbers = 0..;
                $(save($callback, numbers.next().unwrap_or_default(), state);)*
            }

            fn load_state(&mut self, state: &State, training: &mut Training<'_>) {
                let ($($callback,)*) = self;
                let mut numbers = 0..;
                $(load($callback, numbers.next().unwrap_or_default(), state, training);)*
            }
        }
    };
}

tuple!(C1);
tuple!(C1 C2);
tuple!(C1 C2 C3);
tuple!(C1 C2 C3 C4);
tuple!(C1 C2 C3 C4 C5);
tuple!(C1 C2 C3 C4 C5 C6);
tuple!(C1 C2 C3 C4 C5 C6 C7);
tuple!(C1 C2 C3 C4 C5 C6 C7 C8);

#[cfg(test)]
mod tests {
    use crate::callbacks::{CSVLogger, Callback, EarlyStopping, ReduceLROnPlateau};
    use crate::prelude::Fit;
    use crate::training::testing::{data, line};

    #[test]
    fn what_other_callbacks_remember_is_an_error_that_says_which() {
        let (early, reduce) =
            (EarlyStopping::new().monitor("loss"), ReduceLROnPlateau::new().monitor("loss"));
        let mut model = line(0.1);
        model.fit(&data(), Fit::epochs(1).callbacks((early.clone(), reduce.clone()))).unwrap();
        let mut said = |callbacks: &mut dyn Callback| {
            let error = model.fit(&data(), Fit::epochs(2).resume(true).callbacks(callbacks)).unwrap_err();
            let text = error.to_string();
            let (message, help) = text.split_once('\n').unwrap();
            assert!(
                help.starts_with("help: the callbacks have to be those of the training that goes on"),
                "{help}"
            );
            message.to_owned()
        };
        let path = std::env::temp_dir().join(format!("plywood-list-{}", std::process::id()));
        let log = || CSVLogger::new(&path);
        assert_eq!(
            said(&mut (early.clone(), log())),
            "this is no saved state: callback 1: `names` is missing"
        );
        assert_eq!(said(&mut (reduce, early)), "this is no saved state: callback 0: `pause` is missing");
        assert_eq!(said(&mut log()), "this is no saved state: `names` is missing");
        std::fs::remove_file(&path).unwrap();
    }

    #[test]
    fn one_callback_can_become_several() {
        let path = std::env::temp_dir().join(format!("plywood-alone-{}", std::process::id()));
        let log = || CSVLogger::new(&path);
        let mut model = line(0.1);
        let fit = |epochs| Fit::epochs(epochs).resume(true);
        model.fit(&data(), fit(2).callbacks(log())).unwrap();
        model.fit(&data(), fit(3).callbacks(vec![log()])).unwrap();
        model.fit(&data(), fit(4).callbacks((log(), EarlyStopping::new().monitor("loss")))).unwrap();
        // Nothing is lost.
        assert_eq!(std::fs::read_to_string(&path).unwrap().lines().count(), 1 + 4);
        std::fs::remove_file(&path).unwrap();
    }
}
