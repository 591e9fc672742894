"""Records the cases of `graphs`: functional models, with Keras 3.15.1 on TensorFlow.

    pip install keras==3.15.1 tensorflow-cpu safetensors
    python tests/golden/graphs.py
"""

import keras
import numpy as np
from keras import layers
from record import FIT, chosen, generator, record, rounded, with_weights

SAMPLES, VALIDATION = 11, 4


def features(width, name="x"):
    return keras.Input((width,), name=name)


def image(name="photo"):
    return keras.Input((6, 6, 2), name=name)


def steps(name="signal"):
    return keras.Input((5, 3), name=name)


def tokens(vocabulary, name):
    """Tokens of a vocabulary; the attribute says so to whoever makes the data."""
    value = keras.Input((4,), name=name)
    value.vocabulary = vocabulary
    return value


def two_branches(merge, width=4):
    """Two dense layers, joined."""
    x = features(3)
    a = layers.Dense(width, activation="tanh")(x)
    b = layers.Dense(width, activation="sigmoid")(x)
    return [x], [layers.Dense(2, name="y")(merge()([a, b]))]


def three_branches(merge):
    x = features(3)
    values = [layers.Dense(4, activation=name)(x) for name in ("tanh", "sigmoid", "softplus")]
    return [x], [layers.Dense(2, name="y")(merge()(values))]


def concatenated(make_input, first, second, last):
    x = make_input()
    return [x], [last(layers.Concatenate()([first(x), second(x)]))]


def concatenated_images():
    x = image()
    a = layers.Conv2D(3, 3, padding="same", activation="tanh")(x)
    b = layers.Conv2D(2, 1, activation="sigmoid")(x)
    both = layers.Concatenate()([a, b])
    return [x], [layers.Dense(2, name="y")(layers.GlobalAveragePooling2D()(both))]


def concatenated_steps():
    x = steps()
    a = layers.LSTM(3, return_sequences=True)(x)
    b = layers.Dense(2, activation="tanh")(x)
    return [x], [layers.Dense(2, name="y")(layers.Flatten()(layers.Concatenate()([a, b, x])))]


def dot(**options):
    x, z = features(3, "user"), features(4, "movie")
    a, b = layers.Dense(4, activation="tanh")(x), layers.Dense(4)(z)
    return [x, z], [layers.Dense(1, name="rating")(layers.Dot(axes=1, **options)([a, b]))]


def dot_of_steps(**options):
    x = steps()
    a, b = layers.Dense(4, activation="tanh")(x), layers.SimpleRNN(4, return_sequences=True)(x)
    return [x], [layers.Dense(2, name="y")(layers.Flatten()(layers.Dot(axes=2, **options)([a, b])))]


def house():
    photo, facts = image(), features(4, "facts")
    seen = layers.GlobalAveragePooling2D()(layers.Conv2D(3, 3, activation="relu")(photo))
    known = layers.Dense(5, activation="tanh", name="hidden")(facts)
    both = layers.Dense(6, activation="relu")(layers.Concatenate()([seen, known]))
    return [photo, facts], [layers.Dense(1, name="price")(both), layers.Dense(1, activation="softplus", name="days")(both)]


def ticket():
    """Three inputs and two outputs, one of them classes."""
    title, body, tags = tokens(20, "title"), tokens(30, "body"), features(3, "tags")
    a = layers.LSTM(3)(layers.Embedding(20, 4)(title))
    b = layers.LSTM(2)(layers.Embedding(30, 4)(body))
    x = layers.Concatenate()([a, b, tags])
    priority = layers.Dense(1, activation="sigmoid", name="priority")(x)
    department = layers.Dense(3, activation="softmax", name="department")(x)
    return [title, body, tags], [priority, department]


def shared_dense():
    x, z = features(3, "left"), features(3, "right")
    shared = layers.Dense(4, activation="tanh", name="shared", kernel_regularizer=keras.regularizers.L2(0.01))
    return [x, z], [layers.Dense(1, activation="sigmoid", name="same")(layers.Subtract()([shared(x), shared(z)]))]


def siamese():
    x, z = features(3, "left"), features(3, "right")
    inside = features(3)
    tower = keras.Model(
        inside, layers.Dense(2, name="dense_1")(layers.Dense(4, activation="tanh", name="dense")(inside)), name="tower"
    )
    return [x, z], [layers.Dense(1, activation="sigmoid", name="same")(layers.Multiply()([tower(x), tower(z)]))]


def shared_three_times():
    x = features(3)
    shared = layers.Dense(3, activation="tanh", name="shared")
    return [x], [layers.Dense(2, name="y")(shared(shared(shared(x))))]


def shared_embedding():
    x, z = tokens(9, "question"), tokens(9, "answer")
    shared = layers.Embedding(9, 3, name="words")
    a, b = layers.GlobalAveragePooling1D()(shared(x)), layers.GRU(3)(shared(z))
    return [x, z], [layers.Dense(1, name="score")(layers.Dot(axes=1)([a, b]))]


def projection_shortcut():
    x = image()
    main = layers.Conv2D(4, 3, strides=2, padding="same", activation="relu")(x)
    main = layers.Conv2D(4, 3, padding="same")(main)
    short = layers.Conv2D(4, 1, strides=2)(x)
    y = layers.Activation("relu")(layers.Add()([main, short]))
    return [x], [layers.Dense(2, name="y")(layers.GlobalMaxPooling2D()(y))]


def unet():
    x = image()
    fine = layers.Conv2D(3, 3, padding="same", activation="relu")(x)
    coarse = layers.Conv2D(4, 3, padding="same", activation="relu")(layers.MaxPooling2D()(fine))
    up = layers.Conv2D(3, 2, padding="same", activation="relu")(layers.UpSampling2D()(coarse))
    return [x], [layers.Conv2D(1, 1, activation="sigmoid", name="mask")(layers.Concatenate()([fine, up]))]


def wide_and_deep():
    x, z = features(3, "wide"), features(4, "deep")
    hidden = layers.Dense(5, activation="relu")(z)
    hidden = layers.Dense(3, activation="relu")(hidden)
    return [x, z], [layers.Dense(1, name="y")(layers.Concatenate()([x, hidden]))]


def output_inside():
    """An output that flows on inside the network."""
    x = features(3)
    first = layers.Dense(2, activation="sigmoid", name="first")(x)
    second = layers.Dense(2, name="second")(layers.Concatenate()([x, first]))
    return [x], [first, second]


def the_same_value_twice():
    x = features(3)
    a = layers.Dense(3, activation="tanh")(x)
    return [x], [layers.Dense(2, name="y")(layers.Multiply()([a, a]))]


def dense_net():
    x = features(3)
    a = layers.Dense(2, activation="relu")(x)
    b = layers.Dense(2, activation="tanh")(layers.Concatenate()([x, a]))
    c = layers.Dense(2, activation="softplus")(layers.Concatenate()([x, a, b]))
    return [x], [layers.Dense(1, name="y")(layers.Concatenate()([x, a, b, c]))]


def batch_normalization_in_a_branch():
    x = features(3)
    a = layers.BatchNormalization(momentum=0.8)(layers.Dense(4)(x))
    b = layers.Dense(4, activation="tanh")(x)
    return [x], [layers.Dense(2, name="y")(layers.Add()([a, b]))]


def actor_critic():
    x = features(4, "state")
    common = layers.Dense(6, activation="relu")(x)
    return [x], [layers.Dense(2, activation="softmax", name="action")(common), layers.Dense(1, name="value")(common)]


def masked(merge, second):
    """Values of masked steps, joined: the mask goes on where both have one."""
    x = tokens(7, "words")
    embedded = layers.Embedding(7, 3, mask_zero=True)(x)
    joined = merge()([layers.Dense(3, activation="tanh")(embedded), second(x, embedded)])
    return [x], [layers.Dense(2, name="y")(layers.LSTM(3)(joined))]


def gated():
    """A gated block of WaveNet."""
    x = steps()
    a = layers.Conv1D(3, 2, padding="causal", activation="tanh")(x)
    b = layers.Conv1D(3, 2, padding="causal", activation="sigmoid")(x)
    gate = layers.Multiply()([a, b])
    y = layers.Add()([layers.Conv1D(3, 1)(gate), x])
    return [x], [layers.Dense(2, name="y")(layers.Flatten()(y))]


def cross_attention():
    x, z = steps("query"), keras.Input((4, 2), name="value")
    seen = layers.MultiHeadAttention(2, 3, value_dim=4)(x, z)
    return [x, z], [layers.Dense(2, name="y")(layers.Flatten()(layers.Add()([seen, x])))]


def attention(layer):
    x, z = steps("query"), keras.Input((4, 3), name="value")
    return [x, z], [layers.Dense(2, name="y")(layers.Flatten()(layer()([x, z])))]


def grouped_cross_attention():
    x, z = steps("query"), keras.Input((4, 3), name="value")
    seen = layers.GroupQueryAttention(3, 4, 2, name="group_query_attention")(x, z)
    return [x, z], [layers.Dense(2, name="y")(layers.Flatten()(seen))]


def masked_cross_attention():
    x, z = tokens(9, "question"), tokens(9, "answer")
    a = layers.Embedding(9, 3, mask_zero=True)(x)
    b = layers.Embedding(9, 4, mask_zero=True)(z)
    seen = layers.MultiHeadAttention(2, 3)(a, b)
    return [x, z], [layers.Dense(2, name="y")(layers.GlobalAveragePooling1D()(seen))]


def encoder_block():
    """A block of a transformer, as functional models write it."""
    x = keras.Input((5, 6), name="x")
    seen = layers.MultiHeadAttention(2, 3)(x, x)
    middle = layers.LayerNormalization()(layers.Add()([x, seen]))
    wide = layers.Dense(8, activation="gelu")(middle)
    wide = layers.Dense(6)(wide)
    y = layers.LayerNormalization()(layers.Add()([middle, wide]))
    return [x], [layers.Dense(2, name="y")(layers.GlobalAveragePooling1D()(y))]


def encoder_decoder(layer, **options):
    """The state after one sequence is where another one begins."""
    x, z = steps("question"), keras.Input((4, 2), name="answer")
    _, *state = layer(3, return_state=True)(x)
    said = layer(3, return_sequences=True, **options)(z, initial_state=state)
    return [x, z], [layers.Dense(2, name="y")(layers.Flatten()(said))]


def masked_encoder_decoder(layer):
    x, z = tokens(9, "question"), tokens(9, "answer")
    seen = layers.Embedding(9, 3, mask_zero=True)(x)
    seen, *state = layer(3, return_sequences=True, return_state=True)(seen)
    words = layers.Embedding(9, 2, mask_zero=True)
    # Where an initial state is given, Keras forgets the mask, unless that is given too.
    said = layer(3, return_sequences=True)(words(z), initial_state=state, mask=words.compute_mask(z))
    both = layers.Concatenate()([layers.GlobalAveragePooling1D()(seen), layers.GlobalAveragePooling1D()(said)])
    return [x, z], [layers.Dense(2, name="y")(both)]


def state_from_features():
    x, z = steps("signal"), features(4, "begin")
    h, c = layers.Dense(3, activation="tanh")(z), layers.Dense(3)(z)
    last, h, c = layers.LSTM(3, return_state=True, go_backwards=True)(x, initial_state=[h, c])
    return [x, z], [layers.Dense(2, name="y")(layers.Concatenate()([last, h, c]))]


def state_alone():
    x = steps()
    _, state = layers.GRU(3, return_state=True, reset_after=False)(x)
    return [x], [layers.Dense(2, name="y")(state)]


def translation():
    """What Keras' example of sequence to sequence learning does, at once for all steps."""
    x, z = tokens(9, "question"), tokens(7, "answer")
    _, h, c = layers.LSTM(4, return_state=True)(layers.Embedding(9, 3, mask_zero=True)(x))
    said = layers.LSTM(4, return_sequences=True)(layers.Embedding(7, 3)(z), initial_state=[h, c])
    return [x, z], [layers.Dense(7, activation="softmax", name="words")(said)]


MSE = {"loss": "mse"}
TWO = {"loss": {"price": "mse", "days": keras.losses.Poisson()}}

# What is built, how it is compiled, and how its samples are weighted: not at all, all outputs alike, or each by itself.
CASES = {
    "add": (lambda: two_branches(layers.Add), MSE, None),
    "add_three": (lambda: three_branches(layers.Add), MSE, None),
    "subtract": (lambda: two_branches(layers.Subtract), MSE, None),
    "multiply": (lambda: two_branches(layers.Multiply), MSE, None),
    "multiply_three": (lambda: three_branches(layers.Multiply), MSE, None),
    "average": (lambda: two_branches(layers.Average), MSE, None),
    "average_three": (lambda: three_branches(layers.Average), MSE, None),
    "maximum": (lambda: two_branches(layers.Maximum), MSE, None),
    "maximum_three": (lambda: three_branches(layers.Maximum), MSE, None),
    "minimum": (lambda: two_branches(layers.Minimum), MSE, None),
    "minimum_three": (lambda: three_branches(layers.Minimum), MSE, None),
    "concatenate": (lambda: two_branches(layers.Concatenate), MSE, None),
    "concatenate_three": (lambda: three_branches(layers.Concatenate), MSE, None),
    "concatenate_images": (concatenated_images, MSE, None),
    "concatenate_steps": (concatenated_steps, MSE, None),
    "dot": (dot, MSE, None),
    "dot_normalized": (lambda: dot(normalize=True), MSE, None),
    "dot_steps": (dot_of_steps, MSE, None),
    "dot_steps_normalized": (lambda: dot_of_steps(normalize=True), MSE, None),
    "house": (house, TWO, None),
    "house_loss_weights": (house, TWO | {"loss_weights": {"price": 0.3, "days": 2.0}}, None),
    "house_metrics": (
        house,
        TWO | {"metrics": {"price": [keras.metrics.MeanAbsoluteError()], "days": [keras.metrics.RootMeanSquaredError(), keras.metrics.MeanSquaredError()]}},
        None,
    ),
    "house_weighted": (house, TWO, "alike"),
    "house_weighted_by_output": (
        house, TWO | {"weighted_metrics": {"price": [keras.metrics.MeanAbsoluteError()], "days": [keras.metrics.MeanAbsoluteError()]}}, "each",
    ),
    "ticket": (
        ticket,
        {
            "loss": {"priority": "binary_crossentropy", "department": "sparse_categorical_crossentropy"},
            "loss_weights": {"priority": 1.0, "department": 0.2},
            "metrics": {"priority": [], "department": ["accuracy"]},
        },
        None,
    ),
    "shared_dense": (shared_dense, {"loss": "binary_crossentropy"}, None),
    "siamese": (siamese, {"loss": "binary_crossentropy"}, None),
    "shared_three_times": (shared_three_times, MSE, None),
    "shared_embedding": (shared_embedding, MSE, None),
    "projection_shortcut": (projection_shortcut, MSE, None),
    "unet": (unet, {"loss": "binary_crossentropy"}, None),
    "wide_and_deep": (wide_and_deep, MSE, "alike"),
    "output_inside": (output_inside, {"loss": {"first": "binary_crossentropy", "second": "mse"}}, None),
    "the_same_value_twice": (the_same_value_twice, MSE, None),
    "dense_net": (dense_net, MSE, None),
    "batch_normalization": (batch_normalization_in_a_branch, MSE, None),
    "actor_critic": (actor_critic, {"loss": {"action": "sparse_categorical_crossentropy", "value": keras.losses.Huber()}}, None),
    "gated": (gated, MSE, None),
    "cross_attention": (cross_attention, MSE, None),
    "cross_attention_grouped": (grouped_cross_attention, MSE, None),
    "cross_attention_dot": (lambda: attention(layers.Attention), MSE, None),
    "cross_attention_scaled": (lambda: attention(lambda: layers.Attention(use_scale=True)), MSE, None),
    "cross_attention_additive": (lambda: attention(layers.AdditiveAttention), MSE, None),
    "cross_attention_masked": (masked_cross_attention, MSE, None),
    "encoder_block": (encoder_block, MSE, None),
    "masked_add": (lambda: masked(layers.Add, lambda _, embedded: embedded), MSE, None),
    "masked_multiply": (lambda: masked(layers.Multiply, lambda _, embedded: layers.Dense(3)(embedded)), MSE, None),
    "masked_concatenate": (lambda: masked(layers.Concatenate, lambda _, embedded: embedded), MSE, None),
    "masked_once_add": (lambda: masked(layers.Add, lambda x, _: layers.Embedding(7, 3)(x)), MSE, None),
    "encoder_decoder_simple_rnn": (lambda: encoder_decoder(layers.SimpleRNN), MSE, None),
    "encoder_decoder_lstm": (lambda: encoder_decoder(layers.LSTM), MSE, None),
    "encoder_decoder_gru": (lambda: encoder_decoder(layers.GRU), MSE, None),
    "encoder_decoder_backwards": (lambda: encoder_decoder(layers.LSTM, go_backwards=True), MSE, None),
    "encoder_decoder_masked_simple_rnn": (lambda: masked_encoder_decoder(layers.SimpleRNN), MSE, None),
    "encoder_decoder_masked_lstm": (lambda: masked_encoder_decoder(layers.LSTM), MSE, None),
    "encoder_decoder_masked_gru": (lambda: masked_encoder_decoder(layers.GRU), MSE, None),
    "state_from_features": (state_from_features, MSE, None),
    "state_alone": (state_alone, MSE, None),
    "translation": (translation, {"loss": "sparse_categorical_crossentropy", "metrics": ["accuracy"]}, None),
    "masked_once_concatenate": (lambda: masked(layers.Concatenate, lambda x, _: layers.Embedding(7, 3)(x)), MSE, None),
}

# Losses that want certain targets.
CLASSES = {"department": 3, "action": 2, "words": 7}
BINARY = {"priority", "same", "mask", "first"}
COUNTS = {"days"}


def samples(rng, inputs, count):
    def one(value):
        if hasattr(value, "vocabulary"):
            return rng.integers(0, value.vocabulary, (count, *value.shape[1:])).astype("float64")
        return rounded(rng, count, *value.shape[1:])

    return [one(value) for value in inputs]


def targets(rng, model, count):
    def one(name, shape):
        if name in CLASSES:
            return rng.integers(0, CLASSES[name], (count, *shape[:-1])).astype("float64")
        if name in BINARY:
            return rng.integers(0, 2, (count, *shape)).astype("float64")
        if name in COUNTS:
            return rng.integers(0, 5, (count, *shape)).astype("float64")
        return rounded(rng, count, *shape)

    return [one(name, output.shape[1:]) for name, output in zip(model.output_names, model.outputs)]


def only(values):
    return values[0] if len(values) == 1 else values


for name, (build, compile_options, weighted) in chosen(CASES).items():
    keras.backend.clear_session()
    keras.utils.set_random_seed(1)
    rng = generator(name)
    inputs, outputs = build()
    model = with_weights(keras.Model(inputs, outputs, name="model"), rng)
    # With Adam, Keras squares the gradients of a token's occurrences one by one.
    has_tokens = any(hasattr(value, "vocabulary") for value in inputs)
    optimizer = keras.optimizers.SGD(0.1) if has_tokens else keras.optimizers.Adam(0.02)
    model.compile(optimizer, **compile_options)
    data = [only(samples(rng, inputs, SAMPLES)), only(targets(rng, model, SAMPLES))]
    validation = (only(samples(rng, inputs, VALIDATION)), only(targets(rng, model, VALIDATION)))
    weight = lambda: np.round(rng.uniform(0.2, 2.0, SAMPLES), 3)
    sample_weight = {None: lambda: None, "alike": weight, "each": lambda: [weight() for _ in outputs]}[weighted]()
    record("graphs", name, model, data, validation, sample_weight, FIT)
