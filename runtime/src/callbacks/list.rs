//! Several callbacks as one: tuples, vectors, and callbacks behind a pointer.

use super::hooks::for_each_hook;
use super::{BatchLogs, Callback, EpochLogs, Training};

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
}

impl<C: Callback + ?Sized> Callback for Box<C> {
    for_each_hook!(hand_on[behind]);
}

impl<C: Callback> Callback for Vec<C> {
    for_each_hook!(hand_on[all]);
}

/// No callback.
impl Callback for () {}

macro_rules! tuple {
    ($($callback:ident)*) => {
        #[allow(non_snake_case, reason = "the types' names serve for the values too")]
        impl<$($callback: Callback),*> Callback for ($($callback,)*) {
            for_each_hook!(hand_on ($($callback)*));
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
