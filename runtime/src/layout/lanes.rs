/// Lanes are padded to a multiple of this number.
pub const LANE_WIDTH: usize = 8;

/// How many samples a batch holds, and how far apart two features are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lanes {
    samples: usize,
    stride: usize,
}

impl Lanes {
    /// The most samples that there can be: whole blocks of lanes whose number fits into an `isize`, as every length in
    /// memory does.
    pub const MOST: usize = isize::MAX.cast_unsigned() / LANE_WIDTH * LANE_WIDTH;

    /// Lanes for `samples` samples. A single sample is not padded: its features then lie side by side.
    ///
    /// # Panics
    /// With more than [`MOST`](Self::MOST) samples, which no memory holds.
    #[inline]
    pub const fn new(samples: usize) -> Self {
        assert!(samples <= Self::MOST, "a batch of more samples than memory can hold");
        let stride = if samples <= 1 { 1 } else { samples.next_multiple_of(LANE_WIDTH) };
        Self { samples, stride }
    }

    /// As [`new`](Self::new), for 2 to [`LANE_WIDTH`] samples. Where this is inlined, the compiler knows the stride.
    #[inline(always)]
    pub(crate) const fn block(samples: usize) -> Self {
        debug_assert!(1 < samples && samples <= LANE_WIDTH);
        Self { samples, stride: LANE_WIDTH }
    }

    /// Whether they are one block.
    #[inline]
    pub(crate) const fn is_block(self) -> bool {
        1 < self.samples && self.samples <= LANE_WIDTH
    }

    /// The number of samples.
    #[inline]
    pub const fn samples(self) -> usize {
        self.samples
    }

    /// The number of lanes of one feature: the samples and their padding.
    #[inline]
    pub const fn stride(self) -> usize {
        self.stride
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lanes_are_padded_to_whole_vectors_unless_alone() {
        assert_eq!(Lanes::new(1).stride(), 1);
        assert_eq!(Lanes::new(2).stride(), LANE_WIDTH);
        assert_eq!(Lanes::new(8), Lanes::block(8));
        assert_eq!(Lanes::new(9).stride(), 16);
        assert_eq!(Lanes::new(Lanes::MOST).stride(), Lanes::MOST);
    }

    #[test]
    #[should_panic(expected = "more samples than memory can hold")]
    fn lanes_that_no_memory_holds_are_refused() {
        let _ = Lanes::new(Lanes::MOST + 1);
    }
}
