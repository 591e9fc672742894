"""Records those cases of `layers_shape` that have a script: `TimeDistributed` over images and sequences.

    python tests/golden/layers_shape.py
"""

import keras
from keras import layers

from record import chosen, generator, record, rounded, with_weights

# The shape of a sample, and what stands between it and the output.
CASES = {
    "time_distributed_over_images": (
        (3, 4, 5, 2),
        lambda: [
            layers.TimeDistributed(layers.Conv2D(3, 2, activation="tanh"), name="conv"),
            layers.TimeDistributed(layers.GlobalAveragePooling2D(), name="pool"),
            layers.GRU(3, name="gru"),
        ],
    ),
    "time_distributed_over_sequences": (
        (3, 4, 2),
        lambda: [
            layers.TimeDistributed(layers.Conv1D(4, 2, activation="tanh"), name="conv"),
            layers.TimeDistributed(layers.Flatten(), name="flat"),
            layers.Flatten(name="flatten"),
        ],
    ),
}

for name, (shape, between) in chosen(CASES).items():
    keras.backend.clear_session()
    rng = generator(name)
    model = keras.Sequential([keras.Input(shape), *between(), layers.Dense(2, name="output")])
    with_weights(model, rng)
    model.compile(keras.optimizers.Adam(0.02), keras.losses.MeanSquaredError())
    record("layers_shape", name, model, (rounded(rng, 11, *shape), rounded(rng, 11, 2)))
