"""Records those cases of `losses` that have a script: CTC, in `float32`, in which Keras computes it on TensorFlow.

    python tests/golden/losses.py
"""

import keras
import numpy as np
from keras import layers

from record import chosen, generator, record, rounded, with_weights

keras.backend.set_floatx("float32")
STEPS, CLASSES, LABELS = 7, 5, 3

CASES = {"ctc": {}, "ctc_sum": {"reduction": "sum"}}


def labels(rng, count):
    """Rows of up to three labels, with zeros behind them."""
    rows = rng.integers(1, CLASSES, (count, LABELS))
    return np.where(np.arange(LABELS) < rng.integers(0, LABELS + 1, (count, 1)), rows, 0).astype("float32")


for name, settings in chosen(CASES).items():
    keras.backend.clear_session()
    rng = generator(name)
    between = [layers.Dense(6, activation="tanh"), layers.Dense(CLASSES, name="output")]
    model = with_weights(keras.Sequential([keras.Input((STEPS, 3)), *between]), rng)
    model.compile(keras.optimizers.SGD(0.02), keras.losses.CTC(**settings))
    data, validation = (
        (rounded(rng, count, STEPS, 3).astype("float32"), labels(rng, count)) for count in (13, 5)
    )
    record("losses", name, model, data, validation)
