"""Records those cases of `layers_embedding` in which positions have vectors, too.

    python tests/golden/positions.py
"""

import keras
from keras import layers

from record import generator, record, rounded, with_weights

TIME, VOCABULARY = 6, 7


class PositionEmbedding(layers.Layer):
    """What KerasHub's layer of this name gives, added to what flows in."""

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.supports_masking = True

    def build(self, shape):
        self.position_embeddings = self.add_weight(
            name="position_embeddings", shape=shape[1:], initializer="glorot_uniform"
        )

    def call(self, inputs):
        return inputs + self.position_embeddings


CASES = {
    "position_embedding": lambda: [
        layers.Embedding(VOCABULARY, 3),
        PositionEmbedding(),
        layers.Activation("tanh"),
        layers.Flatten(),
    ],
    "position_embedding_masked": lambda: [
        layers.Embedding(VOCABULARY, 3, mask_zero=True),
        PositionEmbedding(),
        layers.LSTM(4),
    ],
}

for name, between in CASES.items():
    keras.backend.clear_session()
    rng = generator(name)
    model = keras.Sequential([keras.Input((TIME,)), *between(), layers.Dense(2, name="output")])
    with_weights(model, rng)
    model.compile(keras.optimizers.SGD(0.2), keras.losses.MeanSquaredError())
    tokens = lambda samples: rng.integers(0, VOCABULARY, (samples, TIME)).astype("float64")
    data, validation = (tokens(13), rounded(rng, 13, 2)), (tokens(5), rounded(rng, 5, 2))
    record("layers_embedding", name, model, data, validation)
