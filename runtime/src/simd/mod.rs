#![allow(unsafe_code, reason = "vector instructions, and memory that they are aligned with")]
#![allow(missing_docs, unreachable_pub, reason = "what is public is so for benches and fuzzers only")]
//! Vector instructions: what kernels need of them, and the choice of the best that the machine has.
//!
//! A kernel is written once, for any [`Simd`], and compiled for each. Which one runs is decided when the program does,
//! so that a plain `cargo build --release` is fast everywhere.

pub(crate) mod aligned;
#[cfg(target_arch = "x86_64")]
mod avx2;
#[cfg(target_arch = "x86_64")]
mod avx512;
#[cfg(target_arch = "x86_64")]
mod detect;
mod dispatch;
mod plain;
#[cfg(test)]
pub(crate) mod testing;
#[cfg(test)]
mod tests;
mod vector;
#[cfg(target_arch = "x86_64")]
mod x86;

pub use dispatch::{Instructions, Vectorized};
pub(crate) use dispatch::{vectorize, vectorize_inline, with_instructions};
pub use vector::{Kernel, Simd};
