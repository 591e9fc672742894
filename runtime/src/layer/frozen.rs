use core::sync::atomic::{AtomicBool, Ordering};

/// Whether a layer is frozen: what it notes in [`Layer::set_frozen`](super::Layer::set_frozen).
#[derive(Debug, Default)]
pub struct Frozen(AtomicBool);

impl Frozen {
    /// Not frozen.
    pub const fn new() -> Self {
        Self(AtomicBool::new(false))
    }

    /// Whether the layer is frozen.
    pub fn get(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }

    /// Notes whether it is.
    pub fn set(&self, frozen: bool) {
        self.0.store(frozen, Ordering::Relaxed);
    }
}

impl Clone for Frozen {
    fn clone(&self) -> Self {
        Self(AtomicBool::new(self.get()))
    }
}
