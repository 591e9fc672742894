/// Hands the hooks of [`Callback`](super::Callback) to a macro that writes something for each of them; what stands
/// behind the macro's name comes first.
macro_rules! for_each_hook {
    ($macro:ident $($arguments:tt)*) => {
        $macro! { $($arguments)*
            on_train_begin(training: &mut Training<'_>);
            on_epoch_begin(epoch: usize, training: &mut Training<'_>);
            on_train_batch_begin(batch: usize, training: &mut Training<'_>);
            on_train_batch_end(logs: &BatchLogs, training: &mut Training<'_>);
            on_test_begin(training: &mut Training<'_>);
            on_test_end(training: &mut Training<'_>);
            on_epoch_end(logs: &mut EpochLogs, training: &mut Training<'_>);
            on_train_end(training: &mut Training<'_>);
        }
    };
}
pub(super) use for_each_hook;
