"""Records those cases of `layers_normalization` that have a script: layers that look at each sample by itself.

    python tests/golden/normalization.py
"""

import keras
from keras import layers

from record import generator, record, rounded, with_weights

# The shape of a sample, and what stands between it and the output.
CASES = {
    "group_normalization": ((6,), lambda: [layers.Dense(6), layers.GroupNormalization(groups=2)]),
    "group_normalization_of_images": (
        (3, 4, 2),
        lambda: [layers.Conv2D(4, 2), layers.GroupNormalization(groups=2, epsilon=0.01), layers.Flatten()],
    ),
    "group_normalization_of_instances": (
        (5, 3),
        lambda: [layers.GroupNormalization(groups=-1), layers.Flatten()],
    ),
    "group_normalization_of_32": ((6,), lambda: [layers.Dense(64), layers.GroupNormalization()]),
    "group_normalization_no_center": (
        (5, 4),
        lambda: [layers.GroupNormalization(groups=2, center=False), layers.Flatten()],
    ),
    "group_normalization_no_scale": (
        (5, 4),
        lambda: [layers.GroupNormalization(groups=1, scale=False), layers.Flatten()],
    ),
    "group_normalization_masked": (
        (5, 4),
        lambda: [layers.Masking(), layers.GroupNormalization(groups=2), layers.GRU(3)],
    ),
    "rms_normalization": ((6,), lambda: [layers.Dense(5), layers.RMSNormalization()]),
    "rms_normalization_of_sequences": (
        (5, 3),
        lambda: [layers.RMSNormalization(epsilon=0.01), layers.Flatten()],
    ),
}

for name, (shape, between) in CASES.items():
    keras.backend.clear_session()
    rng = generator(name)
    model = keras.Sequential([keras.Input(shape), *between(), layers.Dense(3, activation="tanh", name="output")])
    with_weights(model, rng)
    model.compile(keras.optimizers.SGD(0.2), keras.losses.MeanSquaredError())
    x, x_val = rounded(rng, 13, *shape), rounded(rng, 5, *shape)
    if "masked" in name:
        x[:7, 3:], x_val[1:, :2] = 0.0, 0.0
    data, validation = (x, rounded(rng, 13, 3)), (x_val, rounded(rng, 5, 3))
    record("layers_normalization", name, model, data, validation)
