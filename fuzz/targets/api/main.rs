//! The public API with whatever can be said in safe code: shapes, lanes, lengths, settings, calls. Nothing that it does may be
//! undefined, which AddressSanitizer tells.
//!
//! ```sh
//! cargo +nightly fuzz run --release api
//! ```
//!
//! `--release` leaves overflow checks out, as users' release builds do: sizes that wrap have to be found by plywood's own checks.

#![no_main]
#![forbid(unsafe_code)]

mod input;
mod kernels;
mod layers;
mod training;

use std::panic::{AssertUnwindSafe, catch_unwind, set_hook, take_hook};
use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;

use input::Input;

/// Panics are caught where they are documented, and are no finding there; elsewhere libFuzzer's own hook ends the run.
static HOOK: LazyLock<()> = LazyLock::new(|| {
    let abort = take_hook();
    set_hook(Box::new(move |panic| {
        if !EXPECTED.get() {
            abort(panic);
        }
    }));
});

std::thread_local! {
    static EXPECTED: std::cell::Cell<bool> = const { std::cell::Cell::new(false) };
}

/// What `call` returns, or nothing if it panics.
fn may_panic<R>(call: impl FnOnce() -> R) -> Option<R> {
    EXPECTED.set(true);
    let result = catch_unwind(AssertUnwindSafe(call)).ok();
    EXPECTED.set(false);
    result
}

fuzz_target!(|bytes: &[u8]| {
    LazyLock::force(&HOOK);
    let mut input = Input::new(bytes);
    match input.below(16) {
        0..=3 => layers::batch(&mut input),
        4..=8 => layers::layer(&mut input),
        9..=13 => kernels::kernel(&mut input),
        _ => training::training(&mut input),
    }
});
