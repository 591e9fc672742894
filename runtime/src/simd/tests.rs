use core::cell::RefCell;

#[cfg(target_arch = "x86_64")]
use super::avx2::Avx2;
#[cfg(target_arch = "x86_64")]
use super::avx512::Avx512;
use super::testing::with_all_instructions;
use super::{Kernel, Simd, Vectorized};

/// Every operation against plain arithmetic.
struct Operations;

macro_rules! operations {
    ($($number:ident)*) => {
        $(impl Kernel<$number> for Operations {
            #[inline(always)]
            fn run<S: Simd<$number>>(self, simd: S) {
                let numbers: Vec<$number> = (0..S::WIDTH).map(|n| n as $number + 0.5).collect();
                let read = |vector: S::Vector| {
                    let mut found = vec![$number::NAN; S::WIDTH];
                    // SAFETY: `found` has `WIDTH` numbers.
                    unsafe { simd.store(found.as_mut_ptr(), vector) };
                    found
                };
                // SAFETY: `numbers` has `WIDTH` numbers.
                let vector = unsafe { simd.load(numbers.as_ptr()) };
                assert_eq!(read(vector), numbers);
                assert_eq!(read(simd.splat(3.0)), vec![3.0; S::WIDTH]);
                let places: Vec<_> = numbers.iter().rev().map(core::ptr::from_ref).collect();
                // SAFETY: `places` are references to the `WIDTH` numbers.
                let collected = unsafe { simd.collect(&places) };
                assert_eq!(read(collected), numbers.iter().rev().copied().collect::<Vec<_>>());
                let doubled: Vec<$number> = numbers.iter().map(|n| n + n).collect();
                assert_eq!(read(simd.add(vector, vector)), doubled);
                let two = simd.splat(2.0);
                let each = |of: fn($number) -> $number| numbers.iter().map(|&n| of(n)).collect::<Vec<_>>();
                assert_eq!(read(simd.sub(vector, two)), each(|n| n - 2.0));
                assert_eq!(read(simd.mul(vector, vector)), each(|n| n * n));
                assert_eq!(read(simd.div(two, vector)), each(|n| 2.0 / n));
                assert_eq!(read(simd.sqrt(vector)), each(|n| n.sqrt()));
                assert_eq!(read(simd.max(vector, simd.splat(2.0))), numbers.iter().map(|n| n.max(2.0)).collect::<Vec<_>>());
                assert!(read(simd.max(vector, simd.splat($number::NAN))).iter().all(|n| n.is_nan()));
                assert_eq!(read(simd.max(simd.splat($number::NAN), vector)), numbers);
                let squares: Vec<$number> = numbers.iter().map(|n| n * n + 3.0).collect();
                assert_eq!(read(simd.mul_add(vector, vector, simd.splat(3.0))), squares);
                assert_eq!(simd.sum(vector), numbers.iter().sum::<$number>());
                for count in 0..=S::WIDTH {
                    // SAFETY: `count` is at most `WIDTH`, and both slices have `count` numbers or more.
                    let (first, written) = unsafe {
                        let first = simd.load_first(numbers[S::WIDTH - count..].as_ptr(), count);
                        let mut written = vec![7.0; S::WIDTH];
                        simd.store_first(written.as_mut_ptr(), count, vector);
                        (first, written)
                    };
                    let (first, zeros) = (read(first), vec![0.0; S::WIDTH - count]);
                    assert_eq!(first[..count], numbers[S::WIDTH - count..]);
                    assert_eq!(first[count..], zeros);
                    assert_eq!(written[..count], numbers[..count]);
                    assert!(written[count..].iter().all(|&untouched| untouched == 7.0));
                }
                let (apart, to_apart) = (S::WIDTH + 1, S::WIDTH + 2);
                let rows: Vec<$number> = (0..S::WIDTH * apart).map(|n| n as $number).collect();
                for count in 0..=S::WIDTH {
                    let mut columns = vec![$number::NAN; S::WIDTH * to_apart];
                    // SAFETY: `rows` has `WIDTH` rows of `apart` numbers, `columns` as many of `to_apart`, and both
                    // are at least `WIDTH`.
                    unsafe { simd.transpose(|n| rows[n * apart..].as_ptr(), count, columns.as_mut_ptr(), to_apart) };
                    for (row, column) in (0..S::WIDTH).flat_map(|n| (0..S::WIDTH).map(move |m| (n, m))) {
                        let expected = if column < count { rows[column * apart + row] } else { 0.0 };
                        assert_eq!(columns[row * to_apart + column], expected);
                    }
                }
            }
        })*
    };
}
operations!(f32 f64);

/// Notes how long vectors are.
struct Width<'a>(&'a RefCell<Vec<usize>>);

impl Kernel<f32> for Width<'_> {
    #[inline(always)]
    fn run<S: Simd<f32>>(self, _: S) {
        self.0.borrow_mut().push(S::WIDTH);
    }
}

#[test]
#[cfg_attr(miri, ignore = "Miri is told which instructions there are")]
fn tests_run_with_all_instructions() {
    let found = RefCell::new(Vec::new());
    with_all_instructions(|| f32::run_longest(Width(&found)));
    let found = found.take();
    assert!(found.is_sorted_by(|before, after| before >= after) && found.last() == Some(&4), "{found:?}");
    #[cfg(target_arch = "x86_64")]
    {
        let longest = if Avx512::detect().is_some() { 16 } else { 8 };
        assert!(found[0] == longest || Avx2::detect().is_none(), "{found:?}");
    }
}

#[test]
fn operations_do_what_they_say() {
    with_all_instructions(|| {
        f32::run_longest(Operations);
        f64::run_longest(Operations);
    });
}
