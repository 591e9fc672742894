"""Records those cases of `optimizers` that have a script: Muon, whose matrices are wide, tall and square.

    python tests/golden/optimizers.py
"""

import keras
from keras import layers

from record import chosen, generator, record, rounded, with_weights

SETTINGS = {
    "adam_beta_1": 0.8,
    "adam_beta_2": 0.95,
    "adam_weight_decay": 0.1,
    "epsilon": 1e-3,
    "weight_decay": 0.05,
    "exclude_layers": ["output"],
    "exclude_embeddings": False,
    "muon_a": 2.0,
    "muon_b": -1.5,
    "muon_c": 0.5,
    "adam_lr_ratio": 0.3,
    "momentum": 0.7,
    "ns_steps": 3,
    "nesterov": False,
    "rms_rate": None,
}

# The optimizer; whether samples are words, or values of three features.
CASES = {
    "muon": (lambda: keras.optimizers.Muon(0.02), False),
    "muon_settings": (lambda: keras.optimizers.Muon(0.05, **SETTINGS), True),
}

for name, (optimizer, of_words) in chosen(CASES).items():
    keras.backend.clear_session()
    rng = generator(name)
    shape = (5,) if of_words else (5, 3)
    inner = [*([layers.Embedding(7, 3)] if of_words else []), layers.Conv1D(4, 2), layers.Flatten()]
    dense = [layers.Dense(5, activation="tanh"), layers.Dense(5, activation="tanh"), layers.Dense(2, name="output")]
    model = with_weights(keras.Sequential([keras.Input(shape), *inner, *dense]), rng)
    model.compile(optimizer(), keras.losses.MeanSquaredError())


    def samples(count):
        return rng.integers(0, 7, (count, 5)).astype("float64") if of_words else rounded(rng, count, *shape)

    data, validation = ((samples(count), rounded(rng, count, 2)) for count in (13, 5))
    record("optimizers", name, model, data, validation)
