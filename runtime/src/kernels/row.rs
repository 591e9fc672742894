//! Products with a single row, which have nothing to share: the whole matrix goes by once.

use crate::layout::size::is_product;
use crate::math::Number;
use crate::simd::Simd;

/// `c = start + a B`, with `B` row by row. Each sum runs through its terms in order.
#[inline(always)]
pub(super) fn row<T: Number, S: Simd<T>>(simd: S, start: Option<&[T]>, a: &[T], b: &[T], c: &mut [T]) {
    let columns = c.len();
    assert!(is_product(b.len(), [a.len(), columns]) && start.is_none_or(|start| start.len() == columns));
    let mut first = 0;
    while columns - first >= 8 * S::WIDTH {
        vectors::<T, S, 8>(simd, start, a, b, c, first, S::WIDTH);
        first += 8 * S::WIDTH;
    }
    while columns - first >= 4 * S::WIDTH {
        vectors::<T, S, 4>(simd, start, a, b, c, first, S::WIDTH);
        first += 4 * S::WIDTH;
    }
    while columns - first >= S::WIDTH {
        vectors::<T, S, 1>(simd, start, a, b, c, first, S::WIDTH);
        first += S::WIDTH;
    }
    if first < columns {
        vectors::<T, S, 1>(simd, start, a, b, c, first, columns - first);
    }
}

/// The same for `N` vectors of columns from `first` on; a single one may be but its first `count` numbers.
#[inline(always)]
fn vectors<T: Number, S: Simd<T>, const N: usize>(
    simd: S,
    start: Option<&[T]>,
    a: &[T],
    b: &[T],
    c: &mut [T],
    first: usize,
    count: usize,
) {
    let columns = c.len();
    assert!(first + (N - 1) * S::WIDTH + count <= columns && (N == 1 || count == S::WIDTH));
    let place = |n: usize| first + n * S::WIDTH;
    let mut sums = [simd.splat(T::zero()); N];
    if let Some(start) = start {
        for (n, sum) in sums.iter_mut().enumerate() {
            let start = &start[place(n)..][..count];
            // SAFETY: `start` has `count` numbers, which is at most a vector: `count` is what is left, or a vector.
            *sum = unsafe { simd.load_first(start.as_ptr(), count) };
        }
    }
    for (&a, b) in a.iter().zip(b.chunks_exact(columns)) {
        let a = simd.splat(a);
        let b = b[first..].as_ptr();
        for (n, sum) in sums.iter_mut().enumerate() {
            // SAFETY: `b` is a row of `columns` numbers from `first` on. The assertion above says that vector `n` lies
            // in it, of which `count` numbers are read.
            let b = unsafe { simd.load_first(b.add(n * S::WIDTH), count) };
            *sum = simd.mul_add(a, b, *sum);
        }
    }
    for (n, sum) in sums.into_iter().enumerate() {
        let c = &mut c[place(n)..][..count];
        // SAFETY: `c` has `count` numbers, which is at most a vector.
        unsafe { simd.store_first(c.as_mut_ptr(), count, sum) };
    }
}

/// `cᵢ = Σ aᵢⱼ bⱼ`, with `A` row by row.
#[inline(always)]
pub(super) fn dots<T: Number, S: Simd<T>>(simd: S, a: &[T], b: &[T], c: &mut [T]) {
    assert!(is_product(a.len(), [b.len(), c.len()]));
    if b.len() == 1 {
        return outer(simd, b, a, c);
    }
    for (a, c) in a.chunks_exact(b.len()).zip(c) {
        *c = dot(simd, a, b);
    }
}

/// `Σ aⱼ bⱼ`, in several sums at once, lest each addition wait for the one before.
#[inline(always)]
pub(super) fn dot<T: Number, S: Simd<T>>(simd: S, a: &[T], b: &[T]) -> T {
    assert!(a.len() == b.len());
    let (a, b, len) = (a.as_ptr(), b.as_ptr(), b.len());
    let mut sums = [simd.splat(T::zero()); 4];
    let mut first = 0;
    while len - first >= 4 * S::WIDTH {
        for (n, sum) in sums.iter_mut().enumerate() {
            let place = first + n * S::WIDTH;
            // SAFETY: both have `len` numbers, and four vectors from `first` on are among them.
            *sum = unsafe { simd.mul_add(simd.load(a.add(place)), simd.load(b.add(place)), *sum) };
        }
        first += 4 * S::WIDTH;
    }
    while first < len {
        let count = (len - first).min(S::WIDTH);
        // SAFETY: both have `len` numbers, of which `count` follow `first`; that is at most a vector.
        let (a, b) = unsafe { (simd.load_first(a.add(first), count), simd.load_first(b.add(first), count)) };
        sums[0] = simd.mul_add(a, b, sums[0]);
        first += count;
    }
    simd.sum(simd.add(simd.add(sums[0], sums[1]), simd.add(sums[2], sums[3])))
}

/// `C = a b`, row by row.
#[inline(always)]
pub(super) fn outer<T: Number, S: Simd<T>>(simd: S, a: &[T], b: &[T], c: &mut [T]) {
    assert!(is_product(c.len(), [a.len(), b.len()]));
    // A column lies in memory as a row does, and rows have vectors.
    let (a, b) = if b.len() == 1 { (b, a) } else { (a, b) };
    let zero = simd.splat(T::zero());
    for (&a, c) in a.iter().zip(c.chunks_exact_mut(b.len())) {
        let a = simd.splat(a);
        let mut place = 0;
        while place < b.len() {
            let count = (b.len() - place).min(S::WIDTH);
            let (b, c) = (&b[place..][..count], &mut c[place..][..count]);
            // SAFETY: both have `count` numbers, at most a vector.
            unsafe {
                let product = simd.mul_add(a, simd.load_first(b.as_ptr(), count), zero);
                simd.store_first(c.as_mut_ptr(), count, product);
            }
            place += count;
        }
    }
}
