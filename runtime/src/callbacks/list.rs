//! Several callbacks as one: tuples, vectors, and callbacks behind a pointer.

use super::hooks::for_each_hook;
use super::{BatchLogs, Callback, EpochLogs, Training};
use crate::saving::State;

/// Writes hooks that hand on to the callbacks inside. Where the lint `missing_trait_methods` stands, a hook that the list
/// lacks is found.
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

/// Gives back what [`save`] noted. A callback that has noted nothing, or is new, begins anew.
fn load(callback: &mut impl Callback, number: usize, state: &State, training: &mut Training<'_>) {
    match state.get(&number.to_string()) {
        Ok(inside) if State::is_empty(&inside) => {}
        Ok(inside) => callback.load_state(&inside, training),
        Err(error) => training.fail(error),
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
