//! Trains iris in WebAssembly, and lends what it predicts to JavaScript.

#![no_std]

extern crate alloc;

use alloc::string::String;
use core::panic::PanicInfo;

#[global_allocator]
static HEAP: dlmalloc::GlobalDlmalloc = dlmalloc::GlobalDlmalloc;

#[panic_handler]
fn panic(_: &PanicInfo<'_>) -> ! {
    core::arch::wasm32::unreachable()
}

/// The address of a text that stays, and its length in the upper half.
#[unsafe(no_mangle)]
pub extern "C" fn species() -> u64 {
    let species = iris::species().map_or_else(|_| String::from("an error"), |species| species);
    let text = species.leak();
    (text.len() as u64) << 32 | text.as_ptr() as u64
}
