//! A kernel at some size, beside something else.

use std::hint::black_box;
use std::rc::Rc;

use plywood_benches::{Repeat, repeat};

/// What plain loops that compute the same are called.
pub const PLAIN_LOOPS: &str = "plain loops";

/// What is timed: a kernel, and something beside it.
pub struct Case {
    /// What the kernel is called.
    pub kernel: String,
    /// The sizes that it works on.
    pub size: String,
    /// What it does each time.
    pub work: Work,
    /// What is timed beside it.
    pub beside: &'static str,
    prepare: Box<dyn Fn() -> [Repeat; 2]>,
}

/// What limits a kernel, and how much of that it does.
#[derive(Clone, Copy)]
pub enum Work {
    /// So many floating-point operations.
    Flop(usize),
    /// So many bytes, read or written.
    Bytes(usize),
}

impl Case {
    pub fn new(
        kernel: impl Into<String>,
        size: String,
        work: Work,
        beside: &'static str,
        prepare: impl Fn() -> [Repeat; 2] + 'static,
    ) -> Self {
        Self { kernel: kernel.into(), size, work, beside, prepare: Box::new(prepare) }
    }

    /// The kernel, and what is timed beside it.
    ///
    /// # Panics
    /// When they should agree, and do not.
    pub fn prepare(&self) -> [Repeat; 2] {
        (self.prepare)()
    }
}

impl Work {
    pub const fn amount(self) -> usize {
        match self {
            Self::Flop(amount) | Self::Bytes(amount) => amount,
        }
    }

    /// What a rate of it is given in.
    pub const fn rate(self) -> &'static str {
        match self {
            Self::Flop(_) => "GFLOP/s",
            Self::Bytes(_) => "GB/s",
        }
    }
}

/// A kernel and plain loops. Both read `data`, and write to numbers of their own, which are `start` at first.
///
/// # Panics
/// When what they make of these differs by more than `tolerance`, relatively.
pub fn checked<D: 'static>(
    data: D,
    start: &[f32],
    tolerance: f32,
    mut kernel: impl FnMut(&D, &mut [f32]) + 'static,
    mut loops: impl FnMut(&D, &mut [f32]) + 'static,
) -> [Repeat; 2] {
    let data = Rc::new(data);
    let same_data = Rc::clone(&data);
    let (mut numbers, mut plain) = (start.to_vec(), start.to_vec());
    kernel(&data, &mut numbers);
    loops(&data, &mut plain);
    for (place, (a, b)) in numbers.iter().zip(&plain).enumerate() {
        assert!(
            (a - b).abs() <= tolerance * b.abs(),
            "{a} from the kernel, {b} from plain loops, at {place}"
        );
    }
    let kernel = move || kernel(&data, black_box(&mut numbers));
    let loops = move || loops(&same_data, black_box(&mut plain));
    [repeat(kernel), repeat(loops)]
}

/// Numbers from -3 to 3.
pub fn broken(len: usize) -> Vec<f32> {
    (0..len).map(|place| 3.0 * (0.7 * place as f32).sin()).collect()
}
