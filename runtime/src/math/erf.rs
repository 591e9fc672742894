use super::{at_most, exp, polynomial};
use crate::math::Number;

/// The error function: `2/√π` times the integral of `exp(−t²)` from 0 to `x`.
#[inline(always)]
pub fn erf<T: Number>(x: T) -> T {
    let distance = x.abs();
    let far = T::one() - far(distance);
    if distance < T::one() { near(x) } else { far.copysign(x) }
}

/// `1 − erf x`, with all digits where that is small.
#[inline(always)]
pub fn erfc<T: Number>(x: T) -> T {
    let distance = x.abs();
    // Both are computed, so that there is nothing to jump over, and loops become vectors.
    let (near, far) = (T::one() - near(x), far(distance));
    if distance < T::nearest(0.5) {
        near
    } else if x < T::zero() {
        T::nearest(2.0) - far
    } else {
        far
    }
}

/// `erf x` for `|x| ≤ 1`.
#[inline(always)]
fn near<T: Number>(x: T) -> T {
    x + x * polynomial(T::ERF, x * x)
}

/// `erfc x` for `x ≥ ½`.
#[inline(always)]
fn far<T: Number>(x: T) -> T {
    let (largest, middle) = T::ERFC_FAR;
    let x = at_most(x, largest);
    let scaled = polynomial(T::ERFC, (x - middle) / (x + middle));
    // The digits that the square lacks count, for the exponential is steep.
    let square = x * x;
    let (head, two) = (x.head(), T::nearest(2.0));
    let tail = x - head;
    let lost = head * head - square + two * head * tail + tail * tail;
    let e = exp(-square);
    (e - e * lost) * (scaled / (T::one() + two * x))
}
