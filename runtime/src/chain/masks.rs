//! Where the masks of a network are made, and what becomes of them from layer to layer.

use crate::layer::{Mask, Part};

/// What is known of the mask of a value in a network.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Masked {
    /// It has none.
    No,
    /// If one flows into the network, it has that.
    Incoming,
    /// It has one that was made in the network.
    Made,
}

impl Masked {
    /// Whether it has one that was made in the network.
    pub const fn is_made(self) -> bool {
        matches!(self, Self::Made)
    }
}

/// A walk along the calls of a network, for what becomes of masks.
#[derive(Clone, Copy, Debug)]
pub struct Masks {
    /// Whether a mask that flows in arrives at a layer that refuses it, or gets lost among several inputs.
    is_refused: bool,
    has_several_inputs: bool,
}

impl Masks {
    /// Begins in front of the first call.
    pub const fn begin(has_several_inputs: bool) -> Self {
        Self { is_refused: false, has_several_inputs }
    }

    /// Goes through a call, and says what is known of the mask behind it.
    pub const fn through(self, part: &Part, sources: &[Masked]) -> (Self, Masked) {
        assert!(
            takes(part, sources),
            "a layer that refuses masks stands behind one that makes one: put `DropMask` between the two"
        );
        let is_refused = self.is_refused
            || matches!(part.mask, Mask::Made | Mask::Refused) && contains(sources, Masked::Incoming);
        (Self { is_refused, ..self }, after(part, sources))
    }

    /// What becomes of a mask at the network, whose first output has this one.
    pub const fn end(self, output: Masked) -> Mask {
        match output {
            Masked::Made => Mask::Made,
            _ if self.is_refused => Mask::Refused,
            Masked::Incoming if self.has_several_inputs => Mask::Refused,
            Masked::Incoming => Mask::Kept,
            Masked::No => Mask::Dropped,
        }
    }
}

/// What becomes of a mask at a chain of these layers. A mask that is made inside and not used there leaves the network
/// with its output.
pub const fn through(parts: &[Part]) -> Mask {
    let (mut walk, mut mask, mut index) = (Masks::begin(false), Masked::Incoming, 0);
    while index < parts.len() {
        (walk, mask) = walk.through(&parts[index], &[mask]);
        index += 1;
    }
    walk.end(mask)
}

/// Whether a layer takes the masks that are made before it.
pub const fn takes(part: &Part, sources: &[Masked]) -> bool {
    if !contains(sources, Masked::Made) {
        return true;
    }
    assert!(
        part.keeps_steps || !matches!(part.mask, Mask::Kept),
        "a layer that keeps a mask gives another number of steps than it takes"
    );
    !matches!(part.mask, Mask::Made | Mask::Refused)
}

/// What is known of the mask behind a layer.
pub const fn after(part: &Part, sources: &[Masked]) -> Masked {
    match part.mask {
        Mask::Made => Masked::Made,
        Mask::Kept => sources[0],
        Mask::Joined if contains(sources, Masked::No) => Masked::No,
        Mask::Joined if contains(sources, Masked::Made) => Masked::Made,
        Mask::Joined => Masked::Incoming,
        Mask::Dropped | Mask::Refused => Masked::No,
    }
}

const fn contains(masks: &[Masked], searched: Masked) -> bool {
    let mut index = 0;
    while index < masks.len() {
        if masks[index] as u8 == searched as u8 {
            return true;
        }
        index += 1;
    }
    false
}
