//! Masks: which steps of a sequence are padding, and are to be passed over.
//!
//! A layer makes a mask, and it goes along the network beside the values, through layers that keep it, to one that uses
//! it. What becomes of it where is known when the program is compiled, so a network without masks has nothing to do
//! with them, and one in which a mask would be lost on the way does not compile.

/// What becomes of a mask at a layer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mask {
    /// The layer makes one: for each step of its output and each lane, 0 if the step is to be passed over, and 1 if
    /// not. It refuses one that flows in.
    Made,
    /// It goes on as it is: each step that comes out is the one that went in.
    Kept,
    /// Of a layer with several inputs: if all of them have a mask, a step is to be passed over that is so in all of them.
    Joined,
    /// It ends here: the layer passes over masked steps, or has no need to know of them, and what comes out has no
    /// mask.
    Dropped,
    /// The layer does not know what to do with one: behind a mask, the network does not compile.
    Refused,
}

/// What becomes of a mask at a layer that joins what flows in with what its inner layers make of it: what `inner` is
/// for these. A mask that they make ends there, because what flows past them has none.
pub(crate) const fn joined(inner: Mask) -> Mask {
    if matches!(inner, Mask::Made) { Mask::Refused } else { inner }
}
