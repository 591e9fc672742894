use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// A handle that ends a training from anywhere, another thread for example.
///
/// Clones belong together, and a handle is used once: a `fit` that is given a cancelled one ends after its
/// first batch. `fit` looks at it after each batch, and then returns the history of the epochs that were
/// completed; the model keeps what it has learnt.
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
