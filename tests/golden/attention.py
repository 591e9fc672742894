"""Records the cases of `layers_attention`.

    python tests/golden/attention.py
"""

import keras
from keras import layers

from record import generator, record, rounded, with_weights

STEPS, FEATURES = 5, 3


def both(layer, **kwargs):
    """A layer for queries and values that are the same."""
    return lambda x: layer(x, x, **kwargs)


def listed(layer, **kwargs):
    """A layer for a list of queries and values that are the same."""
    return lambda x: layer([x, x], **kwargs)


def grouped(**kwargs):
    return layers.GroupQueryAttention(4, 6, 2, name="group_query_attention", **kwargs)


class Residual(layers.Layer):
    """What flows in, with what some layers make of it added."""

    def __init__(self, *inside, **kwargs):
        super().__init__(**kwargs)
        self.inside = inside

    def call(self, inputs):
        x = inputs
        for layer in self.inside:
            x = layer(x, x, use_causal_mask=True) if isinstance(layer, layers.MultiHeadAttention) else layer(x)
        return inputs + x


def attending():
    normalization = layers.LayerNormalization(name="layer_normalization")
    return Residual(normalization, layers.MultiHeadAttention(2, 2, name="multi_head_attention"), name="residual")


def dense():
    normalization = layers.LayerNormalization(name="layer_normalization")
    first = layers.Dense(7, activation="gelu", name="dense")
    return Residual(normalization, first, layers.Dense(FEATURES, name="dense_1"), name="residual_1")


heads = layers.MultiHeadAttention
FLAT = layers.Flatten

# What stands between the input, masked where the name says so, and the output.
CASES = {
    "multi_head": lambda: [both(heads(2, 4)), FLAT()],
    "multi_head_sizes": lambda: [both(heads(3, 2, value_dim=4, output_shape=6, use_bias=False)), FLAT()],
    "multi_head_causal": lambda: [both(heads(2, 3), use_causal_mask=True), FLAT()],
    "multi_head_twice": lambda: [both(heads(2, 3)), both(heads(1, 4)), FLAT()],
    "multi_head_masked": lambda: [both(heads(2, 3)), layers.LSTM(3)],
    "multi_head_masked_mean": lambda: [both(heads(2, 3)), layers.GlobalAveragePooling1D()],
    "multi_head_masked_flat": lambda: [both(heads(2, 3)), FLAT()],
    "multi_head_masked_causal": lambda: [both(heads(2, 3), use_causal_mask=True), FLAT()],
    "multi_head_masked_dropout": lambda: [both(heads(2, 3, dropout=0.3, seed=1)), FLAT()],
    "attention": lambda: [listed(layers.Attention()), FLAT()],
    "attention_scale": lambda: [listed(layers.Attention(use_scale=True), use_causal_mask=True), FLAT()],
    "attention_masked": lambda: [listed(layers.Attention(use_scale=True)), layers.GRU(3)],
    "attention_masked_flat": lambda: [listed(layers.Attention()), FLAT()],
    "attention_masked_causal": lambda: [listed(layers.Attention(), use_causal_mask=True), FLAT()],
    "additive": lambda: [listed(layers.AdditiveAttention()), FLAT()],
    "additive_no_scale": lambda: [listed(layers.AdditiveAttention(use_scale=False)), FLAT()],
    "additive_masked": lambda: [listed(layers.AdditiveAttention()), layers.GRU(3)],
    "additive_masked_flat": lambda: [listed(layers.AdditiveAttention(), use_causal_mask=True), FLAT()],
    "group_query": lambda: [both(grouped()), FLAT()],
    "group_query_causal": lambda: [both(grouped(use_bias=False), use_causal_mask=True), FLAT()],
    "group_query_masked": lambda: [both(grouped()), layers.GRU(3)],
    "group_query_masked_flat": lambda: [both(grouped()), FLAT()],
    "transformer": lambda: [attending(), dense(), layers.GlobalAveragePooling1D()],
}


def sequences(rng, samples, is_masked):
    """Sequences, some of whose steps are zeros if there is a mask."""
    x = rounded(rng, samples, STEPS, FEATURES)
    if is_masked:
        masked = rng.uniform(size=(samples, STEPS)) < 0.35
        masked[:3] = [[0, 0, 0, 1, 1], [1, 1, 0, 0, 0], [0, 1, 0, 1, 0]]
        masked[:, 2] = 0
        x[masked] = 0.0
    return x


for name, between in CASES.items():
    keras.backend.clear_session()
    rng = generator(name)
    is_masked = "masked" in name
    x = inputs = keras.Input((STEPS, FEATURES))
    for layer in [*([layers.Masking()] if is_masked else []), *between()]:
        x = layer(x)
    model = keras.Model(inputs, layers.Dense(2, name="output")(x))
    with_weights(model, rng, largest=0.5)
    model.compile(keras.optimizers.SGD(0.02), keras.losses.MeanSquaredError())
    data, validation = (
        (sequences(rng, samples, is_masked), rounded(rng, samples, 2)) for samples in (13, 5)
    )
    record("layers_attention", name, model, data, validation)
