use alloc::boxed::Box;
use core::any::Any;

/// What one [`train_on_batch`](crate::Compiled::train_on_batch) leaves for the next, until somebody may have changed
/// the model. Its type depends on the loss. A clone begins without it.
#[derive(Debug, Default)]
pub(crate) struct Cache(Option<Box<dyn Any + Send + Sync>>);

impl Cache {
    /// Takes out what was left, if it is of this type.
    pub(crate) fn take<P: Any>(&mut self) -> Option<Box<P>> {
        self.0.take().and_then(|left| left.downcast().ok())
    }

    /// Leaves this for the next one.
    pub(crate) fn leave<P: Any + Send + Sync>(&mut self, left: Box<P>) {
        self.0 = Some(left);
    }
}

impl Clone for Cache {
    fn clone(&self) -> Self {
        Self::default()
    }
}
