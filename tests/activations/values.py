#!/usr/bin/env python3
"""Writes values.csv: every activation and its derivative, from their definitions, with 100 digits (mpmath).

Derivatives are differentiated numerically, not by a formula of somebody's. All points are exact in f32, and none is
the place of a kink.
"""

import struct
from pathlib import Path

from mpmath import diff, erfc, exp, expm1, log1p, mp, mpf, sqrt, tanh

mp.dps = 100


def f32(value):
    """What TensorFlow rounds to f32 for models in f64 too."""
    return mpf(struct.unpack("f", struct.pack("f", value))[0])


def sigmoid(x):
    return 1 / (1 + exp(-x))


def softplus(x):
    return x + log1p(exp(-x)) if x > 0 else log1p(exp(x))


def relu(x, slope=0, largest=None, threshold=0):
    if x <= threshold:
        return slope * (x - threshold)
    return x if largest is None else min(x, largest)


def hard_sigmoid(x):
    return min(max(x + 3, 0), 6) / mpf(6)


ALPHA, SCALE = mpf("1.6732632423543772"), mpf("1.0507009873554805")
ACTIVATIONS = {
    "celu": lambda x: x if x > 0 else expm1(x),
    "celu_with_alpha": lambda x: x if x > 0 else mpf("0.5") * expm1(x / mpf("0.5")),
    "celu_with_negative_alpha": lambda x: x if x > 0 else -2 * expm1(x / -2),
    "elu": lambda x: x if x > 0 else expm1(x),
    "elu_with_alpha": lambda x: x if x > 0 else mpf("0.5") * expm1(x),
    "elu_with_negative_alpha": lambda x: x if x > 0 else mpf("-0.5") * expm1(x),
    "exponential": exp,
    "gelu": lambda x: x / 2 * erfc(-x * f32(0.7071067811865476)),
    "gelu_approximate": lambda x: x * sigmoid(2 * sqrt(2 / mp.pi) * (x + f32(0.044715) * x**3)),
    "hard_shrink": lambda x: x if abs(x) > mpf("0.5") else mpf(0),
    "hard_sigmoid": hard_sigmoid,
    "hard_silu": lambda x: x * hard_sigmoid(x),
    "hard_tanh": lambda x: min(max(x, mpf(-1)), mpf(1)),
    "leaky_relu": lambda x: x if x > 0 else f32(0.2) * x,
    "leaky_relu_with_negative_slope": abs,
    "linear": lambda x: x,
    "log_sigmoid": lambda x: -softplus(-x),
    "mish": lambda x: x * tanh(softplus(x)),
    "relu": relu,
    "relu6": lambda x: relu(x, largest=6),
    "relu_with_all": lambda x: relu(x, slope=mpf("0.25"), largest=mpf("1.5"), threshold=mpf("0.5")),
    "selu": lambda x: SCALE * x if x > 0 else SCALE * ALPHA * expm1(x),
    "sigmoid": sigmoid,
    "silu": lambda x: x * sigmoid(x),
    "soft_shrink": lambda x: x - mpf("0.5") if x > 0.5 else x + mpf("0.5") if x < -0.5 else mpf(0),
    "softplus": softplus,
    "softsign": lambda x: x / (1 + abs(x)),
    "sparse_plus": lambda x: mpf(0) if x <= -1 else x if x >= 1 else (x + 1) ** 2 / 4,
    "sparse_sigmoid": lambda x: min(max((x + 1) / 2, mpf(0)), mpf(1)),
    "squareplus": lambda x: (x + sqrt(x * x + 4)) / 2,
    "tanh": tanh,
    "tanh_shrink": lambda x: x - tanh(x),
    "threshold": lambda x: x if x > mpf("0.25") else mpf("-0.75"),
}
POINTS = [-1e4, -100, -20.5, -5, -1.75, -0.625, -(2.0**-10), 2.0**-10, 0.375, 0.625, 2, 5, 30, 1e4]

lines = ["activation,z,a,derivative"]
for name, function in ACTIVATIONS.items():
    for point in POINTS:
        value, derivative = function(mpf(point)), diff(function, mpf(point))
        if max(abs(value), abs(derivative)) < 1e308:
            value, derivative = float(value), float(derivative)
            lines.append(f"{name},{point!r},{value!r},{derivative!r}")
Path(__file__).with_name("values.csv").write_text("\n".join(lines) + "\n")
