#!/usr/bin/env python3
"""Prints the coefficients of this folder's polynomials, lowest power first, and how far from the truth they lead.

    python3 -m venv venv && venv/bin/pip install mpmath && venv/bin/python fit.py

Each fit is one by least squares at Chebyshev's points, which comes close to the smallest possible maximum. Coefficients
are rounded to the number type one after the other, the most important first, and the rest is fitted anew each time.
"""

import struct

from mpmath import atanh, cos, erf, erfc, exp, expm1, log, lu_solve, matrix, mp, mpf, pi, sqrt, tanh

mp.dps = 60


def to_f32(value):
    return mpf(struct.unpack("f", struct.pack("f", value))[0])


def to_f64(value):
    return mpf(float(value))


def shortest(value, digits):
    """The fewest decimal digits that mean this number."""
    if digits == 53:
        return repr(float(value))
    return next(text for n in range(1, 10) if to_f32(float(text := f"{float(value):.{n}g}")) == value)


def points(low, high, count):
    """Chebyshev's."""
    return [(low + high + (high - low) * cos(pi * (2 * i + 1) / (2 * count))) / 2 for i in range(count)]


def least_squares(rows, values):
    """The `x` with `rows x ≈ values`."""
    return list(lu_solve(matrix(rows), matrix(values)))


def polynomial(coefficients, x):
    result = mpf(0)
    for coefficient in reversed(coefficients):
        result = result * x + coefficient
    return result


def fit(function, weight, low, high, degree, rounded):
    """The polynomial `P` of the degree that makes `weight (P − function)` small."""
    table = [(x, function(x), weight(x)) for x in points(mpf(low), mpf(high), 6 * (degree + 4))]
    known = []
    while len(known) <= degree:
        rows = [[w * x**i for i in range(len(known), degree + 1)] for x, _, w in table]
        values = [w * (f - polynomial(known, x)) for x, f, w in table]
        solution = least_squares(rows, values)
        known.append(rounded(solution[0]))
    return known


def show(name, digits, function, weight, low, high, degree):
    rounded = to_f32 if digits == 24 else to_f64
    coefficients = fit(function, weight, low, high, degree, rounded)
    worst = max(
        abs(weight(x) * (polynomial(coefficients, x) - function(x))) for x in points(mpf(low), mpf(high), 1999)
    )
    print(f"{name}, f{32 if digits == 24 else 64}: off by at most 2^{float(log(worst, 2)):.1f}")
    print("    [" + ", ".join(shortest(c, digits) for c in coefficients) + "]")


if __name__ == "__main__":
    HALF = log(2) / 2 * mpf("1.0001")
    for digits, degree in ((24, 5), (53, 9)):
        show("(eʳ − 1 − r) / r²", digits, lambda r: (expm1(r) - r) / r**2, lambda r: r, -HALF, HALF, degree)

    for digits, degree in ((24, 5), (53, 10)):
        show("(2ᶠ − 1) / f", digits, lambda f: (2**f - 1) / f, lambda f: f, -mpf("0.5001"), mpf("0.5001"), degree)

    def tanh_rest(z):
        x = sqrt(z)
        return (tanh(x) / x - 1) / z

    for digits, degree in ((24, 4), (53, 9)):
        show("(tanh √z / √z − 1) / z", digits, tanh_rest, lambda z: z, mpf("1e-20"), mpf("0.55") ** 2, degree)

    def ln_rest(z):
        s = sqrt(z)
        return (2 * atanh(s) / s - 2) / z

    for digits, degree in ((24, 2), (53, 6)):
        show("(2 artanh √z / √z − 2) / z", digits, ln_rest, lambda z: z, mpf("1e-20"), mpf("0.17158") ** 2, degree)

    def erf_rest(y):
        x = sqrt(y)
        return erf(x) / x - 1

    for digits, degree in ((24, 6), (53, 12)):
        show("erf √y / √y − 1", digits, erf_rest, lambda y: mpf(1), mpf("1e-20"), mpf(1), degree)

    def far(middle):
        def scaled(t):
            x = middle * (1 + t) / (1 - t)
            return (1 + 2 * x) * exp(x * x) * erfc(x)

        return scaled

    for digits, middle, largest, degree in ((24, 2, mpf("10.1"), 9), (53, 4, mpf("27.3"), 20)):
        low, high = ((x - middle) / (x + middle) for x in (mpf("0.49"), largest))
        name = f"(1 + 2 x) exp(x²) erfc x, x = {middle} (1 + t) / (1 − t)"
        show(name, digits, far(middle), lambda t: mpf(1), low, high, degree)
