"""Records cases of `layers_convolution` with Keras 3.15.1 on TensorFlow, those of its layers that came later. See
`record.py`."""

from record import generator, keras, record, rounded, with_weights

from keras import layers

# What stands between the input of this shape and a dense layer of two units.
CASES = {
    "conv1d_transpose": ((6, 3), lambda: [layers.Conv1DTranspose(2, 3, strides=2, padding="same", activation="tanh")]),
    "conv1d_transpose_valid": ((5, 3), lambda: [layers.Conv1DTranspose(2, 2, strides=3)]),
    "conv1d_transpose_padding": (
        (5, 3),
        lambda: [layers.Conv1DTranspose(2, 4, strides=3, padding="same", output_padding=1)],
    ),
    "conv2d_transpose_padding": (
        (3, 4, 2),
        lambda: [layers.Conv2DTranspose(3, 3, strides=(2, 3), padding="same", output_padding=(0, 2)), layers.ReLU()],
    ),
    "conv2d_transpose_padding_valid": (
        (3, 4, 2),
        lambda: [layers.Conv2DTranspose(3, (3, 2), strides=3, output_padding=1)],
    ),
    "depthwise_conv1d": (
        (8, 3),
        lambda: [layers.DepthwiseConv1D(3, depth_multiplier=2, strides=2, padding="same", activation="tanh")],
    ),
    "depthwise_conv1d_dilated": ((8, 3), lambda: [layers.DepthwiseConv1D(3, dilation_rate=2, use_bias=False)]),
    "separable_conv1d": (
        (8, 3),
        lambda: [layers.SeparableConv1D(4, 3, depth_multiplier=2, padding="same", activation="tanh")],
    ),
    "separable_conv1d_strided": ((8, 3), lambda: [layers.SeparableConv1D(4, 2, strides=2, use_bias=False)]),
}

for name, (shape, between) in CASES.items():
    keras.backend.clear_session()
    rng = generator(name)
    model = keras.Sequential([keras.Input(shape), *between(), layers.Flatten(), layers.Dense(2)])
    with_weights(model, rng)
    model.compile(keras.optimizers.Adam(0.02), keras.losses.MeanSquaredError())
    record("layers_convolution", name, model, (rounded(rng, 11, *shape), rounded(rng, 11, 2)))
