"""What is measured. The table in README.md says it in words."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Workload:
    name: str
    # The network and its batch, a colon, and what is timed.
    title: str
    # "fit", "gradient" or "predict".
    kind: str
    # The set of data that inputs and targets are taken from: the first `samples` of them.
    data: str
    samples: int
    batch: int
    # Widths of the dense layers, that of what flows into the first of them first.
    layers: tuple[int, ...]
    hidden: str
    # "crossentropy", after a softmax, or "mse", after a linear output.
    loss: str
    # What a time is given for: the whole run of a "fit", one "step" of it, or one "call".
    unit: str
    epochs: int = 1
    shuffle: bool = False
    learning_rate: float = 0.001
    last_bias: bool = True
    # What stands before the dense layers: "none", "lenet" or "lstm".
    front: str = "none"

    @property
    def width(self):
        """The number of values in a sample."""
        return {"none": self.layers[0], "lenet": 28 * 28, "lstm": 32 * 16}[self.front]

    @property
    def front_shapes(self):
        """The variables of what stands before the dense layers, as Keras has them."""
        return {"none": [], "lenet": [(5, 5, 1, 6), (6,), (5, 5, 6, 16), (16,)],
                "lstm": [(16, 128), (32, 128), (128,)]}[self.front]

    @property
    def steps(self):
        """The number of steps in a run."""
        return self.epochs * self.samples // self.batch

    @property
    def units(self):
        """The number of units in a run."""
        return self.steps if self.unit == "step" else 1


# Of Adam. README.md says where it is added.
EPSILON = 1e-7

IRIS = dict(data="iris", layers=(4, 8, 3), hidden="relu", loss="crossentropy")
# README.md says why this learning rate.
IMAGES = dict(data="images", layers=(784, 128, 10), hidden="relu", loss="crossentropy", learning_rate=0.0003)

WORKLOADS = [
    Workload("W1", "iris, 4-8-3, batch 5: a fit of 50 × 24 steps, shuffled", "fit", samples=120, batch=5,
             unit="fit", epochs=50, shuffle=True, learning_rate=0.005, **IRIS),
    Workload("W2", "24-8-2, tanh, 200 samples: loss and gradient", "gradient", "small", samples=200, batch=200,
             layers=(24, 8, 2), hidden="tanh", loss="mse", unit="call", last_bias=False),
    Workload("W3b32", "784-128-10, batch 32: an epoch of 60,000 samples", "fit", samples=60_000, batch=32,
             unit="epoch", **IMAGES),
    Workload("W3b128", "784-128-10, batch 128: an epoch of 59,904 samples", "fit", samples=59_904, batch=128,
             unit="epoch", **IMAGES),
    Workload("W4", "784-512-512-10, batch 128: a step", "fit", "images", samples=6_400, batch=128,
             layers=(784, 512, 512, 10), hidden="relu", loss="crossentropy", unit="step", learning_rate=0.0003),
    Workload("W5", "LeNet-5, 28 × 28, batch 128: a step", "fit", "images", samples=3_840, batch=128,
             layers=(256, 120, 84, 10), hidden="relu", loss="crossentropy", unit="step", learning_rate=0.0003,
             front="lenet"),
    Workload("W6a", "4-8-3, one sample: the prediction", "predict", samples=1, batch=1, unit="call", **IRIS),
    Workload("W6b", "784-128-10, one sample: the prediction", "predict", samples=1, batch=1, unit="call", **IMAGES),
    Workload("W6c", "784-128-10, 1,024 samples: the predictions", "predict", samples=1_024, batch=1_024,
             unit="call", **IMAGES),
    Workload("W7", "LSTM(32) on 32 × 16, then 1, batch 32: a step", "fit", "sequences", samples=1_600, batch=32,
             layers=(32, 1), hidden="tanh", loss="mse", unit="step", front="lstm"),
    Workload("W8", "32-64-64-1, tanh, batch 64: a step", "fit", "table", samples=32_000, batch=64,
             layers=(32, 64, 64, 1), hidden="tanh", loss="mse", unit="step"),
    Workload("W9", "4-32-16-4, tanh, batch 10,000: a step", "fit", "exponentials", samples=10_000,
             batch=10_000, layers=(4, 32, 16, 4), hidden="tanh", loss="mse", unit="step", epochs=50),
]
