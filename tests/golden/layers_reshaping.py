"""Records the cases of `layers_reshaping` with Keras 3.15.1 on TensorFlow. See `record.py`.

TensorFlow interpolates in `float32` even in a model of `float64`. So `UpSampling2D` comes first here, and its images
have values and factors with which `float32` is exact.
"""

from record import generator, keras, record, rounded, with_weights

import numpy as np
from keras import layers

# What stands between the input of this shape and a dense layer of two units.
CASES = {
    "up_sampling2d_bilinear": (
        (3, 4, 2),
        lambda: [layers.UpSampling2D((2, 4), interpolation="bilinear"), layers.Conv2D(2, 3)],
    ),
    "up_sampling2d_bilinear_rows": ((3, 1, 2), lambda: [layers.UpSampling2D((4, 1), interpolation="bilinear")]),
}

for name, (shape, between) in CASES.items():
    keras.backend.clear_session()
    rng = generator(name)
    model = keras.Sequential([keras.Input(shape), *between(), layers.Flatten(), layers.Dense(2)])
    with_weights(model, rng)
    model.compile(keras.optimizers.Adam(0.02), keras.losses.MeanSquaredError())
    record("layers_reshaping", name, model, (np.round(32 * rng.normal(size=(11, *shape))) / 32, rounded(rng, 11, 2)))
