use crate::layout::Lanes;
use crate::simd::Instructions;

/// What the code around knows of a batch. In the shared functions that is what there is to know when the program runs; where a
/// step of a small network is compiled as one function, it is constants, and whatever gets a context there is
/// `#[inline(always)]`.
#[derive(Clone, Copy)]
pub(super) struct Context {
    pub(super) lanes: Lanes,
    pub(super) instructions: Instructions,
    /// Whether the step is one function.
    pub(super) is_inlined: bool,
}

impl Context {
    /// For the functions that all batches share.
    pub(super) const fn shared(samples: usize) -> Self {
        Self { lanes: Lanes::new(samples), instructions: Instructions::TARGET, is_inlined: false }
    }

    /// For a step through one block of lanes, as one function.
    #[inline(always)]
    pub(super) const fn inlined(samples: usize, instructions: Instructions) -> Self {
        Self { lanes: Lanes::block(samples), instructions, is_inlined: true }
    }
}
