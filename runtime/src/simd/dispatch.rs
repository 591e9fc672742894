//! The choice of the best instructions that the machine has.

#[cfg(target_arch = "x86_64")]
use super::avx2::Avx2;
#[cfg(target_arch = "x86_64")]
use super::avx512::Avx512;
use super::plain::Plain;
use super::vector::Kernel;

/// The instruction set that the code around is compiled for. To ask the machine takes time, and what the answer leads
/// to is a function of its own; a step of a small network asks once, and hands the answer on to the kernels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Instructions(Known);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Known {
    /// Nothing but what the target has: kernels ask the machine.
    Target,
    #[cfg(target_arch = "x86_64")]
    Avx2(Avx2),
}

impl Instructions {
    /// Those of the target: kernels ask the machine for more.
    pub(crate) const TARGET: Self = Self(Known::Target);

    /// Whether they are no more than [those of the target](Self::TARGET).
    #[inline(always)]
    pub(crate) const fn are_of_target(self) -> bool {
        matches!(self.0, Known::Target)
    }
}

/// Does all of `work` compiled for the best instructions of the machine, and tells it which those are, for
/// [`vectorize_inline`] and [`Vectorized::run_inline`]. It has to be `#[inline(always)]`, and so has what it calls on
/// the way and gives them to.
#[inline]
pub(crate) fn with_instructions<R>(work: impl FnOnce(Instructions) -> R) -> R {
    #[cfg(target_arch = "x86_64")]
    if let Some(simd) = Avx2::detect() {
        return simd.vectorize(
            #[inline(always)]
            move || work(Instructions(Known::Avx2(simd))),
        );
    }
    work(Instructions::TARGET)
}

/// As [`vectorize`], for numbers `T`, where the code around is compiled for these instructions. To be called only from
/// what is `#[inline(always)]`.
#[inline(always)]
pub(crate) fn vectorize_inline<T: Vectorized, R>(instructions: Instructions, work: impl FnOnce() -> R) -> R {
    if const { !T::IS_INLINED } {
        return vectorize(work);
    }
    match instructions.0 {
        Known::Target => vectorize(work),
        #[cfg(target_arch = "x86_64")]
        Known::Avx2(_) => work(),
    }
}

/// Does work with loops that the compiler makes vectors of by itself, compiled for the instructions of the machine. It
/// has to be `#[inline(always)]`, and what it calls on the way: what is not inlined is compiled without them.
#[inline]
pub(crate) fn vectorize<R>(work: impl FnOnce() -> R) -> R {
    #[cfg(target_arch = "x86_64")]
    {
        if let Some(simd) = Avx512::detect() {
            return simd.vectorize(work);
        }
        if let Some(simd) = Avx2::detect() {
            return simd.vectorize(work);
        }
    }
    work()
}

/// The size of the longest vector.
const LONGEST_BYTES: usize = 64;

/// Numbers that vectors can be made of.
pub trait Vectorized: Sized {
    /// Whether steps of small networks are compiled as one function: for `f32`. `f64` is there to check gradients, for
    /// which nobody should wait twice as long for the compiler.
    const IS_INLINED: bool;

    /// Computes something with the best vectors that the machine has, of at most eight numbers.
    fn run(kernel: impl Kernel<Self>);

    /// The same with vectors of any length.
    fn run_longest(kernel: impl Kernel<Self>);

    /// The same with the longest vectors that `stride` is a multiple of, if it is not 1.
    fn run_by_stride(stride: usize, kernel: impl Kernel<Self>);

    /// The same where the code around is compiled for these instructions. To be called only from what is
    /// `#[inline(always)]`.
    fn run_inline(instructions: Instructions, kernel: impl Kernel<Self>);
}

macro_rules! vectorized {
    ($($number:ty: $is_inlined:literal)*) => {
        $(impl Vectorized for $number {
            const IS_INLINED: bool = $is_inlined;

            #[inline]
            fn run(kernel: impl Kernel<Self>) {
                #[cfg(target_arch = "x86_64")]
                if let Some(simd) = Avx2::detect() {
                    return simd.run(kernel);
                }
                kernel.run(Plain);
            }

            #[inline]
            fn run_longest(kernel: impl Kernel<Self>) {
                #[cfg(target_arch = "x86_64")]
                if let Some(simd) = Avx512::detect() {
                    return simd.run(kernel);
                }
                Self::run(kernel);
            }

            #[inline]
            fn run_by_stride(stride: usize, kernel: impl Kernel<Self>) {
                const LONGEST: usize = LONGEST_BYTES / size_of::<$number>();
                if stride == 1 || stride.is_multiple_of(LONGEST) {
                    Self::run_longest(kernel);
                } else {
                    Self::run(kernel);
                }
            }

            #[inline(always)]
            fn run_inline(instructions: Instructions, kernel: impl Kernel<Self>) {
                if const { !Self::IS_INLINED } {
                    return Self::run(kernel);
                }
                match instructions.0 {
                    Known::Target => Self::run(kernel),
                    #[cfg(target_arch = "x86_64")]
                    Known::Avx2(simd) => kernel.run(simd),
                }
            }
        })*
    };
}
vectorized!(f32: true f64: false);
