"""Records the cases of `layers_volumes`: layers of three axes, with Keras 3.15.1 on TensorFlow. See `record.py`."""

from record import generator, keras, record, rounded, with_weights

from keras import layers

SHAPE = (4, 5, 3, 2)

# What stands between the input and a dense layer of two units.
CASES = {
    "average_pooling3d": lambda: [layers.Conv3D(2, 2), layers.AveragePooling3D((2, 1, 2))],
    "average_pooling3d_same": lambda: [layers.AveragePooling3D(3, strides=2, padding="same")],
    "conv3d": lambda: [layers.Conv3D(3, 2, activation="tanh")],
    "conv3d_pooled": lambda: [layers.Conv3D(3, 2, padding="same"), layers.MaxPooling3D(2)],
    "conv3d_same": lambda: [layers.Conv3D(3, (3, 2, 1), padding="same", use_bias=False)],
    "conv3d_strided": lambda: [layers.Conv3D(2, 3, strides=(1, 2, 2), padding="same", activation="tanh")],
    "conv3d_transpose": lambda: [layers.Conv3DTranspose(2, 3, strides=2, padding="same", activation="tanh")],
    "conv3d_transpose_valid": lambda: [layers.Conv3DTranspose(2, 2, strides=(1, 2, 3), output_padding=(0, 1, 0))],
    "flowing": lambda: [
        layers.Conv3D(3, 2),
        layers.BatchNormalization(),
        layers.Activation("tanh"),
        layers.Dense(2),
        layers.LayerNormalization(),
        layers.PReLU(shared_axes=[1, 2, 3]),
        layers.Permute((4, 1, 3, 2)),
        layers.Reshape((2, 12, 2)),
        layers.Reshape((3, 2, 2, 4)),
    ],
    "global_average_pooling3d": lambda: [layers.Conv3D(3, 2), layers.GlobalAveragePooling3D()],
    "global_max_pooling3d": lambda: [layers.Conv3D(3, 2), layers.GlobalMaxPooling3D()],
    "max_pooling3d_same": lambda: [
        layers.Conv3D(2, 2),
        layers.MaxPooling3D((2, 3, 1), strides=(1, 2, 1), padding="same"),
    ],
    "padding_cropping_up_sampling": lambda: [
        layers.ZeroPadding3D(((1, 0), (0, 2), (1, 1))),
        layers.UpSampling3D((1, 2, 1)),
        layers.Conv3D(2, 2),
        layers.Cropping3D((1, 2, 1)),
    ],
}

for name, between in CASES.items():
    keras.backend.clear_session()
    # TensorFlow has no `AvgPool3D` and no `MaxPool3D` of `float64`.
    keras.backend.set_floatx("float32" if "pool" in name and "global" not in name else "float64")
    rng = generator(name)
    model = keras.Sequential([keras.Input(SHAPE), *between()])
    if len(model.output_shape) > 2:
        model.add(layers.Flatten())
    model.add(layers.Dense(2, name="output"))
    with_weights(model, rng)
    for layer in model.layers:
        if isinstance(layer, layers.BatchNormalization):
            layer.moving_variance.assign(abs(layer.moving_variance))
    model.compile(keras.optimizers.Adam(0.02), keras.losses.MeanSquaredError())
    record("layers_volumes", name, model, (rounded(rng, 7, *SHAPE), rounded(rng, 7, 2)))
