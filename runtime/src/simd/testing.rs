use core::cell::Cell;

std::thread_local! {
    /// How many of the best instruction sets are to be left alone.
    static LEFT_ALONE: Cell<u32> = const { Cell::new(0) };
}

/// How many instruction sets there are besides what the target is known to have. Miri, which is slow, is told which
/// there are.
const SETS: u32 = if cfg!(miri) { 0 } else { 2 };

/// Does a test with all instructions that the machine has, then without the best, and so on, down to what the target is
/// known to have. Only what this thread does is affected.
pub(crate) fn with_all_instructions(test: impl Fn()) {
    for left_alone in 0..=SETS {
        LEFT_ALONE.set(left_alone);
        test();
    }
    LEFT_ALONE.set(0);
}

/// Whether an instruction set is to be left alone that is the best but so many.
#[cfg(target_arch = "x86_64")]
pub(super) fn is_left_alone(better: u32) -> bool {
    LEFT_ALONE.get() > better
}
