//! Trains iris on a microcontroller, and prints what it predicts.

#![no_std]
#![no_main]

use core::mem::MaybeUninit;
use core::ptr::addr_of_mut;

use cortex_m_rt::entry;
use cortex_m_semihosting::{debug, hprint};
use embedded_alloc::LlffHeap;
use panic_semihosting as _;

#[global_allocator]
static HEAP: LlffHeap = LlffHeap::empty();

const HEAP_BYTES: usize = 256 << 10;

#[entry]
fn main() -> ! {
    static mut MEMORY: [MaybeUninit<u8>; HEAP_BYTES] = [MaybeUninit::uninit(); HEAP_BYTES];
    // SAFETY: this runs once, before anything is allocated, and nothing else names the memory.
    unsafe { HEAP.init(addr_of_mut!(*MEMORY) as usize, HEAP_BYTES) };
    let species = iris::species().expect("the data are as they should be");
    hprint!("{}", species);
    debug::exit(debug::EXIT_SUCCESS);
    loop {}
}
