"""Writes what the programs read: for each set of data its inputs and targets, for each workload its first variables, all
as 32-bit numbers one after the other, and a text file of its settings, which names them."""

import cmath
import csv
import math
import random
import sys
from array import array
from operator import mul

from .workloads import EPSILON, WORKLOADS


def write(folder, root):
    """Writes the files to `folder`, and gives the settings' file of each workload."""
    folder.mkdir(parents=True, exist_ok=True)
    sets = {"iris": lambda: iris(root), "images": images, "small": lambda: rows(200, 24, 2),
            "sequences": lambda: rows(1_600, 512, 1), "table": lambda: rows(32_000, 32, 1),
            "exponentials": exponentials}
    for name in {workload.data for workload in WORKLOADS}:
        inputs, targets = sets[name]()
        save(folder / f"{name}.inputs", inputs)
        save(folder / f"{name}.targets", targets)
    return {workload.name: settings(folder, workload) for workload in WORKLOADS}


def settings(folder, workload):
    shape = "-".join(map(str, workload.layers))
    if workload.front != "none":
        shape = f"{workload.front}-{shape}"
    save(folder / f"{shape}.variables", variables(workload))
    values = dict(
        name=workload.name, kind=workload.kind, front=workload.front, width=workload.width,
        front_shapes=" ".join("x".join(map(str, shape)) for shape in workload.front_shapes), layers=" ".join(map(str, workload.layers)), hidden=workload.hidden,
        loss=workload.loss, last_bias=int(workload.last_bias), learning_rate=workload.learning_rate, epsilon=EPSILON,
        samples=workload.samples, batch=workload.batch, epochs=workload.epochs, shuffle=int(workload.shuffle),
        inputs=f"{workload.data}.inputs", targets=f"{workload.data}.targets",
        variables=f"{shape}.variables")
    path = folder / f"{workload.name}.txt"
    path.write_text("".join(f"{key} {value}\n" for key, value in values.items()))
    return path


def save(path, values):
    numbers = array("f", values)
    if sys.byteorder == "big":
        numbers.byteswap()
    with open(path, "wb") as file:
        numbers.tofile(file)


def variables(workload):
    """Kernels uniform as Glorot and Bengio have it, in Keras' order, and biases of zero, layer by layer."""
    draw = random.Random(1)
    for shape in workload.front_shapes:
        if len(shape) == 1:
            yield from (0.0 for _ in range(shape[0]))
        else:
            window = math.prod(shape[:-2])
            limit = math.sqrt(6 / (window * (shape[-2] + shape[-1])))
            yield from (draw.uniform(-limit, limit) for _ in range(math.prod(shape)))
    last = len(workload.layers) - 2
    for layer, (inputs, outputs) in enumerate(zip(workload.layers, workload.layers[1:])):
        limit = math.sqrt(6 / (inputs + outputs))
        yield from (draw.uniform(-limit, limit) for _ in range(inputs * outputs))
        if layer < last or workload.last_bias:
            yield from (0.0 for _ in range(outputs))


def iris(root):
    """Fisher's irises in random order: each measurement with mean 0 and standard deviation 1."""
    with open(root / "runtime/src/datasets/iris.csv") as file:
        table = [[float(cell) for cell in row] for row in list(csv.reader(file))[1:]]
    random.Random(7).shuffle(table)
    columns = list(zip(*table))
    for index, column in enumerate(columns[:4]):
        mean = sum(column) / len(column)
        deviation = math.sqrt(sum((value - mean) ** 2 for value in column) / len(column))
        columns[index] = [(value - mean) / deviation for value in column]
    return (value for row in zip(*columns[:4]) for value in row), columns[4]


def images():
    """60,000 times 784 random numbers from −1 to 1; of ten stripes of 78, the class is the one with the largest sum."""
    draw = random.Random(2)
    bytes_ = draw.randbytes(60_000 * 784)
    level = [byte / 127.5 - 1 for byte in range(256)]

    def label(start):
        sums = [sum(bytes_[start + 78 * stripe:start + 78 * (stripe + 1)]) for stripe in range(10)]
        return sums.index(max(sums))
    return map(level.__getitem__, bytes_), map(label, range(0, len(bytes_), 784))


def rows(samples, inputs, outputs):
    """Normally distributed inputs; the targets are tanh of random sums of them."""
    draw = random.Random(3)
    weights = [[draw.gauss(0, 1 / math.sqrt(inputs)) for _ in range(inputs)] for _ in range(outputs)]
    table = [[draw.gauss(0, 1) for _ in range(inputs)] for _ in range(samples)]
    targets = [math.tanh(sum(map(mul, row, column))) for row in table for column in weights]
    return (value for row in table for value in row), targets


def exponentials():
    """10,000 random 2 × 2 matrices, and the matrices' exponentials."""
    draw = random.Random(4)
    inputs = [draw.gauss(0, 1) for _ in range(40_000)]
    matrices = (inputs[start:start + 4] for start in range(0, len(inputs), 4))
    return inputs, (value for matrix in matrices for value in exponential(*matrix))


def exponential(a, b, c, d):
    """With the mean m of a and d, and q = √((a − d)² / 4 + bc): eᵐ (cosh q · 1 + sinh q / q · (A − m · 1))."""
    mean = (a + d) / 2
    q = cmath.sqrt((a - d) ** 2 / 4 + b * c)
    cosh = math.exp(mean) * cmath.cosh(q).real
    sinh = math.exp(mean) * (cmath.sinh(q) / q).real
    return cosh + sinh * (a - mean), sinh * b, sinh * c, cosh + sinh * (d - mean)
