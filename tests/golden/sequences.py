"""Records the cases of `sequences`: targets, weights and masks for each step or pixel, with Keras 3.15.1 on TensorFlow.
See `record.py`."""

import keras
import numpy as np
from keras import layers
from record import chosen, generator, record, rounded, with_weights

STEPS, TAGS, SAMPLES, VALIDATION = 5, 4, 11, 4


class Words:
    """Tokens, with padding behind the last word."""

    shape = (STEPS,)

    def __init__(self, vocabulary=9):
        self.vocabulary = vocabulary

    def samples(self, rng, count):
        words = rng.integers(1, self.vocabulary, (count, STEPS))
        lengths = rng.integers(1, STEPS + 1, (count, 1))
        return np.where(np.arange(STEPS) < lengths, words, 0).astype("float64")


class Signal:
    """Steps of three values, some of them zeros."""

    shape = (STEPS, 3)

    def samples(self, rng, count):
        x = rounded(rng, count, STEPS, 3)
        x[rng.uniform(size=(count, STEPS)) < 0.3] = 0.0
        # Nothing is known of the mean of no steps.
        x[:, 1] = rounded(rng, count, 3)
        return x


class Photo:
    shape = (3, 4, 2)

    def samples(self, rng, count):
        return rounded(rng, count, *self.shape)


def labels(*shape, classes=TAGS):
    return lambda rng, count: rng.integers(0, classes, (count, *shape)).astype("float64")


def binary(*shape):
    return labels(*shape, classes=2)


def signs(*shape):
    return lambda rng, count: 2.0 * rng.integers(0, 2, (count, *shape)) - 1.0


def one_hot(*shape):
    return lambda rng, count: np.eye(TAGS)[rng.integers(0, TAGS, (count, *shape))]


def shares(*shape):
    def make(rng, count):
        y = rng.uniform(0.1, 1.0, (count, *shape))
        return np.round(y / y.sum(-1, keepdims=True), 3)

    return make


def values(*shape):
    return lambda rng, count: rounded(rng, count, *shape)


def counts(*shape):
    return lambda rng, count: rng.integers(0, 5, (count, *shape)).astype("float64")


def by_step(*shape):
    return lambda rng: np.round(rng.uniform(0.2, 2.0, (SAMPLES, *shape)), 3)


def tagger(mask_zero=True, last="softmax", units=TAGS):
    return Words(), [
        layers.Embedding(9, 3, mask_zero=mask_zero),
        layers.LSTM(4, return_sequences=True),
        layers.Dense(units, activation=last),
    ]


def both_ways():
    return Words(), [
        layers.Embedding(9, 3, mask_zero=True),
        layers.Bidirectional(layers.GRU(3, return_sequences=True)),
        layers.TimeDistributed(layers.Dense(5, activation="tanh", name="dense")),
        layers.Dense(TAGS, activation="softmax"),
    ]


def dense_steps(last=None, units=2, masking=True):
    before = [layers.Masking()] if masking else []
    return Signal(), [*before, layers.Dense(4, activation="tanh"), layers.Dense(units, activation=last)]


def segmentation(last="softmax", units=3):
    return Photo(), [
        layers.Conv2D(4, 3, padding="same", activation="tanh"),
        layers.Conv2D(units, 1, activation=last),
    ]


def nested():
    """A mask that a model inside makes."""
    inside = keras.Input((STEPS,))
    embedded = layers.Embedding(9, 3, mask_zero=True, name="embedding")(inside)
    states = layers.SimpleRNN(TAGS, return_sequences=True, name="simple_rnn")(embedded)
    return Words(), [keras.Model(inside, states, name="encoder"), layers.Activation("softmax")]


SPARSE = {"loss": "sparse_categorical_crossentropy"}
losses, metrics = keras.losses, keras.metrics

# What is built, how it is compiled, the targets, and the weights.
CASES = {
    "tagger": (tagger, SPARSE | {"metrics": ["accuracy"]}, labels(STEPS), None),
    "tagger_without_mask": (lambda: tagger(False), SPARSE | {"metrics": ["accuracy"]}, labels(STEPS), None),
    "tagger_weighted": (
        lambda: tagger(False), SPARSE | {"weighted_metrics": ["accuracy"], "metrics": []}, labels(STEPS), by_step(STEPS),
    ),
    "tagger_masked_and_weighted": (
        tagger, SPARSE | {"weighted_metrics": ["accuracy"]}, labels(STEPS), by_step(STEPS),
    ),
    "tagger_logits": (
        lambda: tagger(last=None), {"loss": losses.SparseCategoricalCrossentropy(from_logits=True)}, labels(STEPS), None,
    ),
    "tagger_ignoring_a_class": (
        tagger, {"loss": losses.SparseCategoricalCrossentropy(ignore_class=2)}, labels(STEPS), None,
    ),
    "tagger_ignoring_without_mask": (
        lambda: tagger(False),
        {"loss": losses.SparseCategoricalCrossentropy(ignore_class=1)},
        labels(STEPS),
        by_step(STEPS),
    ),
    "tagger_sum": (
        tagger, {"loss": losses.SparseCategoricalCrossentropy(reduction="sum")}, labels(STEPS), by_step(STEPS),
    ),
    "tagger_mean_with_sample_weight": (
        tagger,
        {"loss": losses.SparseCategoricalCrossentropy(reduction="mean_with_sample_weight")},
        labels(STEPS),
        by_step(STEPS),
    ),
    "tagger_both_ways": (both_ways, SPARSE | {"metrics": ["sparse_categorical_crossentropy"]}, labels(STEPS), None),
    "tagger_nested": (nested, SPARSE | {"metrics": ["accuracy"]}, labels(STEPS), None),
    "one_hot": (
        tagger,
        {"loss": losses.CategoricalCrossentropy(label_smoothing=0.1), "metrics": ["accuracy"]},
        one_hot(STEPS),
        None,
    ),
    "one_hot_focal": (tagger, {"loss": losses.CategoricalFocalCrossentropy()}, one_hot(STEPS), by_step(STEPS)),
    "binary": (
        lambda: tagger(last="sigmoid", units=1),
        {"loss": losses.BinaryCrossentropy(), "metrics": ["accuracy"]},
        binary(STEPS, 1),
        None,
    ),
    "binary_of_several": (
        lambda: tagger(last="sigmoid", units=3),
        {"loss": losses.BinaryFocalCrossentropy(), "metrics": ["binary_accuracy"]},
        binary(STEPS, 3),
        by_step(STEPS),
    ),
    "mean_squared_error": (
        dense_steps,
        {"loss": "mse", "metrics": [metrics.MeanAbsoluteError(), metrics.MeanSquaredError()]},
        values(STEPS, 2),
        None,
    ),
    "mean_squared_error_weighted": (
        lambda: dense_steps(masking=False),
        {"loss": "mse", "weighted_metrics": [metrics.MeanAbsoluteError(), metrics.RootMeanSquaredError()]},
        values(STEPS, 2),
        by_step(STEPS),
    ),
    "mean_absolute_error": (dense_steps, {"loss": "mae"}, values(STEPS, 2), by_step(STEPS)),
    "huber": (dense_steps, {"loss": losses.Huber(0.7, reduction="sum")}, values(STEPS, 2), by_step(STEPS)),
    "log_cosh": (dense_steps, {"loss": losses.LogCosh()}, values(STEPS, 2), by_step(STEPS)),
    "poisson": (lambda: dense_steps("softplus"), {"loss": losses.Poisson()}, counts(STEPS, 2), by_step(STEPS)),
    "hinge": (lambda: dense_steps("tanh"), {"loss": losses.Hinge()}, signs(STEPS, 2), by_step(STEPS)),
    "squared_hinge": (lambda: dense_steps("tanh"), {"loss": losses.SquaredHinge()}, signs(STEPS, 2), by_step(STEPS)),
    "categorical_hinge": (
        lambda: dense_steps("tanh", TAGS), {"loss": losses.CategoricalHinge()}, one_hot(STEPS), by_step(STEPS),
    ),
    "cosine_similarity": (
        lambda: dense_steps(units=3),
        {"loss": losses.CosineSimilarity(), "weighted_metrics": [metrics.CosineSimilarity()]},
        values(STEPS, 3),
        by_step(STEPS),
    ),
    "kl_divergence": (
        lambda: dense_steps("softmax", 3), {"loss": losses.KLDivergence()}, shares(STEPS, 3), by_step(STEPS),
    ),
    "segmentation": (segmentation, SPARSE | {"metrics": ["accuracy"]}, labels(3, 4, classes=3), None),
    "segmentation_weighted": (
        segmentation, SPARSE | {"weighted_metrics": ["accuracy"]}, labels(3, 4, classes=3), by_step(3, 4),
    ),
    "segmentation_ignoring_a_class": (
        segmentation,
        {"loss": losses.SparseCategoricalCrossentropy(ignore_class=0)},
        labels(3, 4, classes=3),
        None,
    ),
    "segmentation_binary": (
        lambda: segmentation("sigmoid", 1),
        {"loss": losses.BinaryCrossentropy(), "weighted_metrics": ["binary_accuracy"]},
        binary(3, 4, 1),
        by_step(3, 4),
    ),
}


def sequential(build):
    data, stack = build()
    return data, keras.Sequential([keras.Input(data.shape), *stack])


def intents():
    """A tag for each word, and one class for all of them: two outputs, of which one has a mask."""
    x = keras.Input((STEPS,), name="words")
    states = layers.LSTM(4, return_sequences=True)(layers.Embedding(9, 3, mask_zero=True)(x))
    tags = layers.Dense(TAGS, activation="softmax", name="tags")(states)
    intent = layers.Dense(3, activation="softmax", name="intent")(layers.GlobalAveragePooling1D()(states))
    return Words(), keras.Model(x, [intent, tags], name="model")


INTENTS = {
    "loss": {"intent": "sparse_categorical_crossentropy", "tags": "sparse_categorical_crossentropy"},
    "loss_weights": {"intent": 0.5, "tags": 2.0},
    "metrics": {"intent": ["accuracy"], "tags": ["accuracy"]},
}


def intent_targets(rng, count):
    return [labels(classes=3)(rng, count), labels(STEPS)(rng, count)]


def weights_of_both(rng):
    return [by_step()(rng), by_step(STEPS)(rng)]


CASES |= {
    "intents": (intents, INTENTS, intent_targets, None),
    "intents_weighted": (intents, INTENTS, intent_targets, weights_of_both),
}

for name, (build, compile_options, targets, weights) in chosen(CASES).items():
    keras.backend.clear_session()
    rng = generator(name)
    data, model = build() if build is intents else sequential(build)
    with_weights(model, rng)
    # With Adam, Keras squares the gradients of a token's occurrences one by one.
    optimizer = keras.optimizers.SGD(0.2) if isinstance(data, Words) else keras.optimizers.Adam(0.02)
    model.compile(optimizer, **compile_options)
    train = (data.samples(rng, SAMPLES), targets(rng, SAMPLES))
    validation = (data.samples(rng, VALIDATION), targets(rng, VALIDATION))
    record("sequences", name, model, train, validation, None if weights is None else weights(rng))
