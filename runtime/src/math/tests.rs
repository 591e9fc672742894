//! Against the standard library's functions of `f64` for `f32`, and against any number of digits for `f64`.

use core::cell::RefCell;

use dashu_float::FBig;
use dashu_float::round::mode;

use super::*;
use crate::rng::{Purpose, Streams};
use crate::simd::testing::with_all_instructions;
use crate::simd::vectorize;
use crate::tensor::Scalar;

/// How far from the truth a function may be, in units of the truth's last digit.
const BOUNDS: [(&str, f64); 8] = [
    ("exp", 1.0),
    ("exp_m1", 2.0),
    ("ln", 1.0),
    ("ln_1p", 1.0),
    ("tanh", 2.0),
    ("sigmoid", 2.0),
    ("erf", 2.0),
    ("erfc", 5.0),
];

fn ours<T: Scalar>() -> [fn(T) -> T; 8] {
    [exp, exp_m1, ln, ln_1p, tanh, sigmoid, erf, erfc]
}

#[expect(clippy::print_stdout, reason = "worth knowing")]
fn check(name: &str, bound: f64, (error, x): (f64, f64)) {
    println!("{name:8} {error:.3} at {x:e}");
    assert!(error <= bound, "{name}({x:e}) is off by {error}");
}

/// `2ⁿ` for the last digit of a number, when a number has so many digits and its exponents begin there.
fn last_digit(number: f64, digits: i32, lowest: i32) -> i32 {
    let exponent = (number.abs().to_bits() >> 52) as i32 - 1023;
    exponent.max(lowest) - digits
}

mod f32s {
    use super::*;

    fn truths() -> [fn(f64) -> f64; 8] {
        let sigmoid = |x: f64| 1.0 / (1.0 + (-x).exp());
        [f64::exp, f64::exp_m1, f64::ln, f64::ln_1p, f64::tanh, sigmoid, libm::erf, libm::erfc]
    }

    fn error(found: f32, truth: f64) -> f64 {
        let rounded = truth as f32;
        if rounded.is_finite() && found.is_finite() {
            (f64::from(found) - truth).abs() / 2f64.powi(last_digit(truth, 23, -126))
        } else if found == rounded || found.is_nan() && rounded.is_nan() {
            0.0
        } else {
            f64::INFINITY
        }
    }

    /// The worst error over the numbers with these bits, and where it is.
    fn worst(ours: fn(f32) -> f32, truth: fn(f64) -> f64, bits: impl Iterator<Item = u32>) -> (f64, f64) {
        bits.map(f32::from_bits).fold((0.0, 0.0), |worst, x| {
            let error = error(ours(x), truth(f64::from(x)));
            if error > worst.0 { (error, f64::from(x)) } else { worst }
        })
    }

    fn check_all(step: usize) {
        for ((ours, truth), (name, bound)) in ours().into_iter().zip(truths()).zip(BOUNDS) {
            check(name, bound, worst(ours, truth, (0..=u32::MAX).step_by(step)));
        }
    }

    #[test]
    fn all_digits_are_right() {
        check_all(1009);
    }

    /// Ten minutes with `--release`.
    #[test]
    #[ignore = "every number there is"]
    fn all_digits_of_all_numbers_are_right() {
        check_all(1);
    }
}

mod f64s {
    use super::*;

    /// What is exact enough for results near 1 whose distance from 1 is as small as the smallest number.
    const DIGITS: usize = 2400;

    type Exact = FBig<mode::HalfEven, 2>;

    fn exact(x: f64, digits: usize) -> Exact {
        Exact::try_from(x).unwrap().with_precision(digits).value()
    }

    /// By its series, with so many digits that none are lost.
    fn erf(x: f64) -> Exact {
        let digits = if x.abs() < 3.0 { 200 } else { DIGITS };
        let x = exact(x, digits);
        let square = &x * &x;
        let (mut power, mut sum) = (x.clone(), x.clone());
        let smallest = exact(2f64.powi(-1000), digits) * exact(2f64.powi(-200), digits);
        for n in 1.. {
            power = -(power * &square) / Exact::from(n);
            let term = &power / Exact::from(2 * n + 1);
            sum += &term;
            let is_small = if term < Exact::ZERO { -term } else { term } < smallest;
            if is_small {
                break;
            }
        }
        sum * Exact::from(2) / Exact::pi(digits).sqrt()
    }

    fn truth(name: &str, x: f64) -> Exact {
        let one = exact(1.0, 200);
        match name {
            "exp" => exact(x, 200).exp(),
            "exp_m1" => exact(x, 200).exp_m1(),
            "ln" => exact(x, 200).ln(),
            "ln_1p" => exact(x, 200).ln_1p(),
            "tanh" => exact(x, 200).tanh(),
            "sigmoid" => &one / (&one + exact(-x, 200).exp()),
            "erf" => erf(x),
            "erfc" => exact(1.0, DIGITS) - erf(x),
            _ => unreachable!(),
        }
    }

    fn error(found: f64, truth: Exact) -> f64 {
        let near = truth.to_f64().value();
        let units = |difference: Exact| {
            let digit = last_digit(near, 52, -1022);
            let scaled = if digit < 0 { difference << -digit as isize } else { difference >> digit as isize };
            scaled.to_f64().value().abs()
        };
        if near.is_finite() && found.is_finite() {
            units(Exact::try_from(found).unwrap() - truth)
        } else if found == near {
            0.0
        } else {
            f64::INFINITY
        }
    }

    /// Numbers of all sizes at which the function is not yet, or no longer, constant.
    fn numbers(name: &str, count: u32) -> impl Iterator<Item = f64> {
        let (low, high): (f64, f64) = match name {
            "exp" => (-746.0, 710.0),
            "exp_m1" => (-40.0, 710.0),
            "ln" => (0.0, 1e300),
            "ln_1p" => (-1.0, 1e300),
            "tanh" => (-20.0, 20.0),
            "sigmoid" => (-745.0, 40.0),
            "erf" => (-6.0, 6.0),
            "erfc" => (-6.0, 27.2),
            _ => unreachable!(),
        };
        let mut rng = Streams::new(1).rng(Purpose::Shuffle, 0);
        core::iter::repeat_with(move || {
            let (size, place) = (rng.uniform(), rng.uniform());
            let wide = 2f64.powf(60.0 * size - 50.0);
            let either = [low + (high.min(100.0) - low) * place, wide * (place + 0.5), -wide * (place + 0.5)];
            either[rng.below(3) as usize]
        })
        .filter(move |x| (low..high).contains(x) && *x != low)
        .take(count as usize)
    }

    fn check_all(count: u32) {
        for (ours, (name, bound)) in ours::<f64>().into_iter().zip(BOUNDS) {
            let count = if name.starts_with("erf") { count / 10 } else { count };
            let worst = numbers(name, count).fold((0.0, 0.0), |worst, x| {
                let error = error(ours(x), truth(name, x));
                if error > worst.0 { (error, x) } else { worst }
            });
            check(name, bound, worst);
        }
    }

    #[test]
    fn all_digits_are_right() {
        check_all(500);
    }

    #[test]
    #[ignore = "millions of numbers"]
    fn all_digits_of_many_numbers_are_right() {
        check_all(1_000_000);
    }
}

#[test]
fn borders_are_as_in_the_standard_library() {
    fn check<T: Scalar>(theirs: [fn(T) -> T; 6]) {
        let (zero, infinity) = (T::zero(), T::one() / T::zero());
        for x in [zero, -zero, T::one(), -T::one(), infinity, -infinity, infinity - infinity] {
            for ((ours, theirs), (name, _)) in ours::<T>().into_iter().zip(theirs).zip(BOUNDS) {
                let (found, expected) = (ours(x), theirs(x));
                let is_same = found == expected || found != found && expected != expected;
                let close = (found - expected).abs() < T::nearest(1e-6);
                assert!(is_same || close, "{name}({x}) is {found}, not {expected}");
                let signs = [found, expected].map(|value| value.is_sign_negative());
                assert!(signs[0] == signs[1] || found != found, "{name}({x})");
            }
        }
    }
    check::<f32>([f32::exp, f32::exp_m1, f32::ln, f32::ln_1p, f32::tanh, |x| 1.0 / (1.0 + (-x).exp())]);
    check::<f64>([f64::exp, f64::exp_m1, f64::ln, f64::ln_1p, f64::tanh, |x| 1.0 / (1.0 + (-x).exp())]);
}

#[test]
fn bits_are_the_same_with_all_instructions() {
    fn check<T: Scalar>(bits: fn(T) -> u64) {
        let numbers: Vec<T> = (-999..999).map(|n| T::nearest(f64::from(n) * 0.0317)).collect();
        let expected = RefCell::new(Vec::new());
        with_all_instructions(|| {
            let mut found = Vec::new();
            macro_rules! functions {
                ($($function:ident)*) => {$({
                    let mut values = numbers.clone();
                    let to = &mut values[..];
                    vectorize(
                        #[inline(always)]
                        move || to.iter_mut().for_each(|x| *x = $function(*x)),
                    );
                    found.extend(values.into_iter().map(bits));
                })*};
            }
            functions!(exp exp_m1 ln ln_1p tanh sigmoid erf erfc);
            let mut expected = expected.borrow_mut();
            if expected.is_empty() {
                expected.clone_from(&found);
            }
            assert!(found == *expected);
        });
    }
    check::<f32>(|x| x.to_bits().into());
    check::<f64>(f64::to_bits);
}
