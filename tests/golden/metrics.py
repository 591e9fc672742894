"""Records those cases of `metrics` that have a script: intersections over unions, and correlations.

    python tests/golden/metrics.py
"""

import keras
import numpy as np
from keras import layers, metrics

from record import chosen, generator, record, rounded, with_weights


def classes(rng, *shape):
    return rng.integers(0, 4, shape).astype("float64")


def one_hot(rng, *shape):
    return np.eye(4)[rng.integers(0, 4, shape)]


# The shape of a sample, the last layer, the loss, targets for so many samples, the metrics.
CASES = {
    "regions_of_pixels": (
        (3, 4, 2),
        lambda: layers.Conv2D(4, 2, padding="same", activation="softmax", name="output"),
        keras.losses.SparseCategoricalCrossentropy(),
        lambda rng, count: classes(rng, count, 3, 4),
        lambda: [
            metrics.IoU(4, [0, 2], sparse_y_pred=False),
            metrics.MeanIoU(4, sparse_y_pred=False),
            metrics.MeanIoU(4, sparse_y_pred=False, ignore_class=1, name="without_1"),
        ],
    ),
    "regions_one_hot": (
        (5, 3),
        lambda: layers.Dense(4, activation="softmax", name="output"),
        keras.losses.CategoricalCrossentropy(),
        lambda rng, count: one_hot(rng, count, 5),
        lambda: [
            metrics.OneHotIoU(4, [1]),
            metrics.OneHotMeanIoU(4),
            metrics.OneHotMeanIoU(4, ignore_class=3, name="without_3"),
        ],
    ),
    "correlations": (
        (5, 3),
        lambda: layers.Dense(4, name="output"),
        keras.losses.MeanSquaredError(),
        lambda rng, count: rounded(rng, count, 5, 4),
        lambda: [metrics.PearsonCorrelation(), metrics.ConcordanceCorrelation()],
    ),
}

for name, (shape, last, loss, targets, of) in chosen(CASES).items():
    keras.backend.clear_session()
    rng = generator(name)
    model = with_weights(keras.Sequential([keras.Input(shape), last()]), rng)
    model.compile(keras.optimizers.SGD(0.2), loss, metrics=of())
    data, validation = ((rounded(rng, count, *shape), targets(rng, count)) for count in (13, 5))
    record("metrics", name, model, data, validation)
