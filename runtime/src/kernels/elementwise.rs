//! Sums and products, value by value: functions of their own, so that they are compiled once for a number type and not
//! for each layer.

use crate::layout::LANE_WIDTH;
use crate::math::Number;
use crate::simd::vectorize;

/// `out = a b`
pub(crate) fn multiply<T: Number>(out: &mut [T], a: &[T], b: &[T]) {
    vectorize(
        #[inline(always)]
        move || out.iter_mut().zip(a).zip(b).for_each(|((out, &a), &b)| *out = a * b),
    );
}

/// `to = to b`
pub(crate) fn multiply_by<T: Number>(to: &mut [T], b: &[T]) {
    vectorize(
        #[inline(always)]
        move || to.iter_mut().zip(b).for_each(|(to, &b)| *to *= b),
    );
}

/// `to = to b`, with a factor for each lane.
#[inline(always)]
pub(crate) fn multiply_lanes<T: Number>(to: &mut [T], factors: &[T]) {
    let (factors, rest) = factors.as_chunks::<LANE_WIDTH>();
    let stride = factors.len() * LANE_WIDTH + rest.len();
    for to in to.chunks_exact_mut(stride) {
        let (blocks, to_rest) = to.as_chunks_mut::<LANE_WIDTH>();
        for (block, factors) in blocks.iter_mut().zip(factors) {
            // Both are read before anything is written: then the compiler need not ask whether they overlap.
            let (values, factors) = (*block, *factors);
            for lane in 0..LANE_WIDTH {
                block[lane] = values[lane] * factors[lane];
            }
        }
        for (to, &factor) in to_rest.iter_mut().zip(rest) {
            *to *= factor;
        }
    }
}

/// `to = to + b`
pub(crate) fn add<T: Number>(to: &mut [T], b: &[T]) {
    vectorize(
        #[inline(always)]
        move || to.iter_mut().zip(b).for_each(|(to, &b)| *to += b),
    );
}

/// `to = to + a b`
pub(crate) fn add_product<T: Number>(to: &mut [T], a: &[T], b: &[T]) {
    vectorize(
        #[inline(always)]
        move || to.iter_mut().zip(a).zip(b).for_each(|((to, &a), &b)| *to += a * b),
    );
}

/// `c = f c + i g`, and a copy of it.
pub(crate) fn remember<T: Number>(c: &mut [T], copy: &mut [T], f: &[T], i: &[T], g: &[T]) {
    vectorize(
        #[inline(always)]
        move || {
            for ((((c, copy), &f), &i), &g) in c.iter_mut().zip(copy).zip(f).zip(i).zip(g) {
                *c = f * *c + i * g;
                *copy = *c;
            }
        },
    );
}

/// `out = z a + (1 − z) b`
pub(crate) fn blend<T: Number>(out: &mut [T], z: &[T], a: &[T], b: &[T]) {
    vectorize(
        #[inline(always)]
        move || {
            for (((out, &z), &a), &b) in out.iter_mut().zip(z).zip(a).zip(b) {
                *out = z * a + (T::one() - z) * b;
            }
        },
    );
}

/// The gradients of [`blend`] with respect to `z` and `b`, and to `a`, in the place of the one that arrives.
pub(crate) fn blend_back<T: Number>(
    delta: &mut [T],
    delta_z: &mut [T],
    delta_b: &mut [T],
    z: &[T],
    a: &[T],
    b: &[T],
) {
    vectorize(
        #[inline(always)]
        move || {
            let gradients = delta.iter_mut().zip(delta_z).zip(delta_b);
            for (((delta, delta_z), delta_b), ((&z, &a), &b)) in gradients.zip(z.iter().zip(a).zip(b)) {
                *delta_z = *delta * (a - b);
                *delta_b = *delta * (T::one() - z);
                *delta *= z;
            }
        },
    );
}

/// Brings back what was there `before` where the mask is 0, lane by lane.
pub(crate) fn keep_masked<T: Number>(values: &mut [T], before: &[T], mask: &[T]) {
    for (values, before) in values.chunks_exact_mut(mask.len()).zip(before.chunks_exact(mask.len())) {
        for ((value, &before), &mask) in values.iter_mut().zip(before).zip(mask) {
            *value = if mask == T::zero() { before } else { *value };
        }
    }
}

/// Sets to zero what is masked, lane by lane.
pub(crate) fn clear_masked<T: Number>(values: &mut [T], mask: &[T]) {
    for values in values.chunks_exact_mut(mask.len()) {
        for (value, &mask) in values.iter_mut().zip(mask) {
            *value = if mask == T::zero() { T::zero() } else { *value };
        }
    }
}

/// `to = to + b` where the mask is not 0. `to` may be longer than `b`: the rest stays.
pub(crate) fn add_unmasked<T: Number>(to: &mut [T], b: &[T], mask: &[T]) {
    for (to, b) in to.chunks_exact_mut(mask.len()).zip(b.chunks_exact(mask.len())) {
        for ((to, &b), &mask) in to.iter_mut().zip(b).zip(mask) {
            *to += if mask == T::zero() { T::zero() } else { b };
        }
    }
}

/// Moves values to `masked` where the mask is 0; they are zero then, and the others are there.
pub(crate) fn take_masked<T: Number>(values: &mut [T], masked: &mut [T], mask: &[T]) {
    for (values, masked) in values.chunks_exact_mut(mask.len()).zip(masked.chunks_exact_mut(mask.len())) {
        for ((value, masked), &mask) in values.iter_mut().zip(masked).zip(mask) {
            let is_masked = mask == T::zero();
            *masked = if is_masked { *value } else { T::zero() };
            *value = if is_masked { T::zero() } else { *value };
        }
    }
}
