use core::sync::atomic::{AtomicBool, Ordering};

use crate::sync::Arc;

/// A handle that ends a training from anywhere, another thread for example.
///
/// Clones belong together. `fit` looks at it before each batch, and when it is cancelled returns the history
/// of the epochs that were completed; the model keeps what it has learnt. A handle stays cancelled: the next
/// `fit` needs a new one.
///
/// ```
/// use plywood::prelude::*;
///
/// let cancel = Cancel::new();
/// let handle = cancel.clone();
/// std::thread::spawn(move || handle.cancel()).join().unwrap();
/// assert!(cancel.is_cancelled());
/// ```
#[derive(Clone, Debug, Default)]
pub struct Cancel {
    cancelled: Arc<AtomicBool>,
}

impl Cancel {
    /// A handle that has not been used yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Ends every training that was given this handle.
    pub fn cancel(&self) {
        self.cancelled.store(true, Ordering::Relaxed);
    }

    /// Whether [`cancel`](Self::cancel) was called.
    pub fn is_cancelled(&self) -> bool {
        self.cancelled.load(Ordering::Relaxed)
    }
}
