"""Records the cases of `layers_activation` with Keras 3.15.1 on TensorFlow. See `record.py`.

`glu` comes in a `Lambda`: Keras' layers do not know that it halves the last axis, so that none could follow.
"""

from record import generator, keras, record, rounded, with_weights

from keras import activations, layers

# What stands between the input of this shape and a dense layer of two units.
CASES = {
    "glu": ((5,), lambda: [layers.Dense(6), layers.Lambda(activations.glu)]),
    "glu_of_images": ((4, 3, 2), lambda: [layers.Conv2D(4, 2), layers.Lambda(activations.glu), layers.Flatten()]),
    "glu_of_sequences": ((5, 3), lambda: [layers.Conv1D(8, 2), layers.Lambda(activations.glu), layers.LSTM(3)]),
}

for name, (shape, between) in CASES.items():
    keras.backend.clear_session()
    rng = generator(name)
    model = keras.Sequential([keras.Input(shape), *between(), layers.Dense(2, name="output")])
    with_weights(model, rng)
    model.compile(keras.optimizers.Adam(0.02), keras.losses.MeanSquaredError())
    record("layers_activation", name, model, (rounded(rng, 11, *shape), rounded(rng, 11, 2)))
