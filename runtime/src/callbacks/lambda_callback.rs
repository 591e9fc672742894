use alloc::boxed::Box;

use super::hooks::for_each_hook;
use super::{BatchLogs, Callback, EpochLogs, Training};

macro_rules! lambda_callback {
    ($($hook:ident($($argument:ident: $type:ty),*);)*) => {
        /// A callback made of functions, for any of the hooks of [`Callback`].
        ///
        /// ```
        /// use plywood::callbacks::LambdaCallback;
        /// use plywood::prelude::*;
        ///
        /// let mut losses = Vec::new();
        /// let gather = LambdaCallback::new().on_epoch_end(|logs, _| losses.push(logs.scores.loss()));
        /// let loss = SparseCategoricalCrossentropy::default();
        /// let mut model = model![Dense<4, 3, softmax>].compile(SGD::new(0.1), loss, ());
        /// let history = model.fit(&datasets::iris(), Fit::epochs(3).callbacks(gather))?;
        /// assert_eq!(losses, history.loss());
        /// # Ok::<(), plywood::Error>(())
        /// ```
        #[derive(Default)]
        pub struct LambdaCallback<'a> {
            $($hook: Option<Box<dyn FnMut($($type),*) + 'a>>,)*
        }

        impl<'a> LambdaCallback<'a> {
            /// A callback that does nothing yet.
            pub fn new() -> Self {
                Self::default()
            }

            $(
                #[doc = concat!("What is done at [`", stringify!($hook), "`](Callback::", stringify!($hook), ").")]
                #[must_use]
                pub fn $hook(mut self, hook: impl FnMut($($type),*) + 'a) -> Self {
                    self.$hook = Some(Box::new(hook));
                    self
                }
            )*
        }

        impl Callback for LambdaCallback<'_> {
            $(fn $hook(&mut self, $($argument: $type),*) {
                if let Some(hook) = &mut self.$hook {
                    hook($($argument),*);
                }
            })*
        }
    };
}

for_each_hook!(lambda_callback);

#[cfg(test)]
mod tests {
    use core::cell::RefCell;

    use super::*;
    use crate::prelude::Fit;
    use crate::training::testing::{data, line};

    #[test]
    fn every_hook_is_called_at_its_time() {
        let calls = RefCell::new(Vec::new());
        let call = |what: &str| calls.borrow_mut().push(what.to_owned());
        let callback = LambdaCallback::new()
            .on_train_begin(|_| call("train begins"))
            .on_epoch_begin(|epoch, _| call(&format!("epoch {epoch} begins")))
            .on_train_batch_begin(|batch, _| call(&format!("batch {batch} begins")))
            .on_train_batch_end(|logs, _| call(&format!("batch {} of {} ends", logs.batch, logs.epoch)))
            .on_test_begin(|_| call("test begins"))
            .on_test_end(|_| call("test ends"))
            .on_epoch_end(|logs, _| call(&format!("epoch {} ends", logs.epoch)))
            .on_train_end(|_| call("train ends"));
        let data = data();
        let fit = Fit::epochs(2).validation_data(&data).validation_freq(2).callbacks(callback);
        line(0.1).fit(&data, fit).unwrap();
        assert_eq!(
            *calls.borrow(),
            [
                "train begins",
                "epoch 0 begins",
                "batch 0 begins",
                "batch 0 of 0 ends",
                "epoch 0 ends",
                "epoch 1 begins",
                "batch 0 begins",
                "batch 0 of 1 ends",
                "test begins",
                "test ends",
                "epoch 1 ends",
                "train ends"
            ]
        );
    }
}
