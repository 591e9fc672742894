"""What the Python programs share: reading a workload, timing its runs, and answering the harness with times."""

import json
import sys
import time
from pathlib import Path

import numpy as np

# A sample is the mean of as many runs as take so many seconds.
SAMPLE = 0.1


class Workload:
    """The settings in a workload's file as attributes, and the numbers of the files that it names."""

    def __init__(self, path):
        settings = dict(line.split(" ", 1) for line in path.read_text().splitlines())
        self.name, self.kind, self.hidden = settings["name"], settings["kind"], settings["hidden"]
        self.layers = [int(width) for width in settings["layers"].split()]
        self.front = settings["front"]
        self.front_shapes = [tuple(map(int, shape.split("x"))) for shape in settings["front_shapes"].split()]
        self.classifies = settings["loss"] == "crossentropy"
        self.learning_rate, self.epsilon = float(settings["learning_rate"]), float(settings["epsilon"])
        self.samples, self.batch = int(settings["samples"]), int(settings["batch"])
        self.epochs, self.outputs = int(settings["epochs"]), self.layers[-1]
        self.shuffle, self.last_bias = settings["shuffle"] == "1", settings["last_bias"] == "1"

        def numbers(key, width):
            values = np.fromfile(path.with_name(settings[key]), "<f4", count=self.samples * width)
            return values.reshape(self.samples, width)
        self.inputs = numbers("inputs", int(settings["width"]))
        targets = numbers("targets", 1 if self.classifies else self.outputs)
        self.targets = targets[:, 0].astype(np.int32) if self.classifies else targets
        self._variables = np.fromfile(path.with_name(settings["variables"]), "<f4")

    def front_variables(self):
        """The first variables of what stands before the dense layers, as Keras has them."""
        variables, start = [], 0
        for shape in self.front_shapes:
            end = start + int(np.prod(shape))
            variables.append(self._variables[start:end].reshape(shape))
            start = end
        return variables

    def dense(self):
        """For each dense layer the first kernel, with one row for each input, and the first bias, or none."""
        layers, start = [], sum(values.size for values in self.front_variables())
        for index, (inputs, outputs) in enumerate(zip(self.layers, self.layers[1:])):
            kernel = self._variables[start:start + inputs * outputs].reshape(inputs, outputs)
            start += inputs * outputs
            bias = None
            if index < len(self.layers) - 2 or self.last_bias:
                bias = self._variables[start:start + outputs]
                start += outputs
            layers.append((kernel, bias))
        return layers

    def loss(self, predictions):
        """The loss of predictions for all samples: probabilities, or values."""
        predictions = np.asarray(predictions, np.float64).reshape(self.samples, self.outputs)
        if self.classifies:
            of_class = predictions[np.arange(self.samples), self.targets]
            return -np.log(np.maximum(of_class, np.finfo(np.float32).tiny)).mean()
        return ((predictions - self.targets) ** 2).mean()

    def orders(self):
        """For each epoch of a run that shuffles the order of the samples."""
        draw = np.random.default_rng(1)
        return (draw.permutation(self.samples) for _ in range(self.epochs))


def workload():
    """The workload in the file that the program's first argument names."""
    return Workload(Path(sys.argv[1]))


def runs(fresh, run):
    """Seconds per run. Each run works on a `fresh` thing, whose making is not timed."""
    seconds, count = 0.0, 0
    while seconds < SAMPLE:
        thing = fresh()
        start = time.perf_counter()
        run(thing)
        seconds += time.perf_counter() - start
        count += 1
    return seconds / count


def calls(call):
    """Seconds per call, for calls that are too short to time one by one."""
    call()
    count = 1
    while True:
        start = time.perf_counter()
        for _ in range(count):
            call()
        seconds = time.perf_counter() - start
        if seconds >= SAMPLE:
            return seconds / count
        count *= 2


def answer(variants):
    """For each line that the harness sends, takes a sample of each variant, and prints them. A variant's name stands for the
    loss that the checked run ended with, and for what takes a sample in seconds."""
    for _ in sys.stdin:
        samples = {name: dict(seconds=sample(), final_loss=float(loss)) for name, (loss, sample) in variants.items()}
        print(json.dumps(samples), flush=True)
