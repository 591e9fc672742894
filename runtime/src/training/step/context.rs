use crate::layout::Lanes;
use crate::simd::Instructions;

/// What the code around knows of a batch. In the shared functions that is what there is to know when the program runs;
/// where a step of a small network is compiled as one function, it is constants, and whatever gets a context there is
/// `#[inline(always)]`.
#[derive(Clone, Copy)]
pub(crate) struct Context {
    pub(crate) lanes: Lanes,
    pub(crate) instructions: Instructions,
    /// Whether the step is one function.
    pub(crate) is_inlined: bool,
}

impl Context {
    /// For the functions that all batches share.
    pub(crate) const fn shared(samples: usize) -> Self {
        Self { lanes: Lanes::new(samples), instructions: Instructions::TARGET, is_inlined: false }
    }

    /// For a step through one block of lanes, as one function.
    #[inline(always)]
    pub(crate) const fn inlined(samples: usize, instructions: Instructions) -> Self {
        Self { lanes: Lanes::block(samples), instructions, is_inlined: true }
    }
}
