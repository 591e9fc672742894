//! What one core can do at best: multiply-adds that wait neither for each other nor for memory.

use std::hint::black_box;
use std::time::Instant;

/// How many chains of multiply-adds there are: enough for two units that take up to six cycles for each, and few enough
/// for 16 registers.
const CHAINS: usize = 12;

/// How long they are: some milliseconds.
const LENGTH: usize = 1 << 20;

/// The FLOP per second of one core in `f32`, if it has fused multiply-adds that we know of.
pub fn sample() -> Option<f64> {
    let start = Instant::now();
    let lanes = run()?;
    Some((2 * lanes * CHAINS * LENGTH) as f64 / start.elapsed().as_secs_f64())
}

/// Writes a function that runs all chains and gives the number of lanes of each; `None` if the processor does not have
/// the instructions. Left to itself, the compiler makes something else of the loop where there are 16 lanes.
macro_rules! chains {
    ($name:ident, $detected:ident!($($feature:tt),+), $set:ident, $multiply_add:ident, $lanes:literal) => {
        #[expect(unsafe_code, reason = "instructions that may not be there are unsafe to call")]
        fn $name() -> Option<usize> {
            $(#[target_feature(enable = $feature)])+
            fn run() {
                let (factor, summand) = ($set(black_box(0.999)), $set(black_box(0.001)));
                let mut chains = black_box([$set(1.0); CHAINS]);
                for _ in 0..LENGTH {
                    for chain in &mut chains {
                        *chain = $multiply_add(*chain, factor, summand);
                    }
                }
                black_box(chains);
            }

            // SAFETY: the processor has the instructions, as it says.
            ($($detected!($feature))&&+).then(|| unsafe { run() }).map(|()| $lanes)
        }
    };
}

#[cfg(target_arch = "x86_64")]
fn run() -> Option<usize> {
    use core::arch::x86_64::{_mm256_fmadd_ps, _mm256_set1_ps, _mm512_fmadd_ps, _mm512_set1_ps};

    chains!(avx512, is_x86_feature_detected!("avx512f"), _mm512_set1_ps, _mm512_fmadd_ps, 16);
    chains!(avx2, is_x86_feature_detected!("avx2", "fma"), _mm256_set1_ps, _mm256_fmadd_ps, 8);
    avx512().or_else(avx2)
}

#[cfg(target_arch = "aarch64")]
fn run() -> Option<usize> {
    use core::arch::aarch64::{vdupq_n_f32, vfmaq_f32};
    use std::arch::is_aarch64_feature_detected;

    chains!(neon, is_aarch64_feature_detected!("neon"), vdupq_n_f32, vfmaq_f32, 4);
    neon()
}

#[cfg(not(any(target_arch = "x86_64", target_arch = "aarch64")))]
fn run() -> Option<usize> {
    None
}
