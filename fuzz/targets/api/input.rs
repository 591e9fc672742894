//! Numbers of all kinds, made of the fuzzer's bytes.

use libfuzzer_sys::arbitrary::Unstructured;
use plywood::Scalar;

pub struct Input<'a>(Unstructured<'a>);

impl<'a> Input<'a> {
    pub fn new(bytes: &'a [u8]) -> Self {
        Self(Unstructured::new(bytes))
    }

    /// A number below `bound`, which is at most 256; 0 when no bytes are left.
    pub fn below(&mut self, bound: usize) -> usize {
        self.0.arbitrary::<u8>().map_or(0, usize::from) % bound
    }

    pub fn is(&mut self) -> bool {
        self.below(2) == 1
    }

    /// A size: small, or so large that products of it wrap, near 0 or not.
    pub fn size(&mut self) -> usize {
        match self.below(8) {
            0..=4 => self.below(40),
            5 => (usize::MAX / (1 + self.below(32))).wrapping_add(self.below(16)),
            6 => (1_usize << self.below(64)).wrapping_add(self.below(16)),
            _ => usize::MAX - self.below(256),
        }
    }

    /// A setting or a value, sometimes one that is not finite or hardly so.
    pub fn number(&mut self) -> f64 {
        const ODD: [f64; 12] = [
            0.0,
            -0.0,
            f64::INFINITY,
            f64::NEG_INFINITY,
            f64::NAN,
            f64::MAX,
            f64::MIN_POSITIVE,
            f32::MAX as f64,
            1e-40,
            1.0,
            -1.0,
            16_777_217.0,
        ];
        match self.below(16) {
            0 => ODD[self.below(ODD.len())],
            1 => f64::from_bits(self.0.arbitrary().unwrap_or_default()),
            _ => f64::from(self.below(256) as u8 as i8) / 32.0,
        }
    }

    pub fn numbers<T: Scalar>(&mut self, len: usize) -> Vec<T> {
        // Few numbers, over and over: the fuzzer should not have to write thousands of bytes.
        let some: Vec<T> = (0..1 + self.below(8)).map(|_| T::of(self.number())).collect();
        some.iter().copied().cycle().take(len).collect()
    }

    /// `len`, or sometimes a length a little off.
    pub fn about(&mut self, len: usize) -> usize {
        match self.below(24) {
            0 => len.wrapping_add(1 + self.below(9)).min(1 << 12),
            1 => len.saturating_sub(1 + self.below(9)),
            2 => 0,
            _ => len,
        }
    }
}
