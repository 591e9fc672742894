//! Several callbacks as one: tuples, vectors, and callbacks behind a pointer.

use super::{BatchLogs, Callback, EpochLogs, Training};

/// Hands every hook on to one callback behind a pointer, or to all callbacks of a vector or a tuple of up to
/// four.
macro_rules! hooks {
    ($($hook:ident($($argument:ident: $type:ty),*);)*) => {
        impl<C: Callback + ?Sized> Callback for &mut C {
            $(fn $hook(&mut self, $($argument: $type),*) {
                (**self).$hook($($argument),*);
            })*
        }

        impl<C: Callback + ?Sized> Callback for Box<C> {
            $(fn $hook(&mut self, $($argument: $type),*) {
                (**self).$hook($($argument),*);
            })*
        }

        impl<C: Callback> Callback for Vec<C> {
            $(fn $hook(&mut self, $($argument: $type),*) {
                for callback in self {
                    callback.$hook($($argument),*);
                }
            })*
        }

        /// No callback.
        impl Callback for () {}

        impl<A: Callback> Callback for (A,) {
            $(fn $hook(&mut self, $($argument: $type),*) {
                self.0.$hook($($argument),*);
            })*
        }

        impl<A: Callback, B: Callback> Callback for (A, B) {
            $(fn $hook(&mut self, $($argument: $type),*) {
                self.0.$hook($($argument),*);
                self.1.$hook($($argument),*);
            })*
        }

        impl<A: Callback, B: Callback, C: Callback> Callback for (A, B, C) {
            $(fn $hook(&mut self, $($argument: $type),*) {
                self.0.$hook($($argument),*);
                self.1.$hook($($argument),*);
                self.2.$hook($($argument),*);
            })*
        }

        impl<A: Callback, B: Callback, C: Callback, D: Callback> Callback for (A, B, C, D) {
            $(fn $hook(&mut self, $($argument: $type),*) {
                self.0.$hook($($argument),*);
                self.1.$hook($($argument),*);
                self.2.$hook($($argument),*);
                self.3.$hook($($argument),*);
            })*
        }
    };
}

hooks! {
    on_train_begin(training: &mut Training<'_>);
    on_epoch_begin(epoch: usize, training: &mut Training<'_>);
    on_train_batch_begin(batch: usize, training: &mut Training<'_>);
    on_train_batch_end(logs: &BatchLogs, training: &mut Training<'_>);
    on_test_begin(training: &mut Training<'_>);
    on_test_end(training: &mut Training<'_>);
    on_epoch_end(logs: &mut EpochLogs, training: &mut Training<'_>);
    on_train_end(training: &mut Training<'_>);
}
