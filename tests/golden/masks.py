"""Records the cases of `masks`: trainings behind masks, with Keras 3.15.1 on TensorFlow. See `record.py`."""

from record import generator, keras, record, rounded, with_weights

import numpy as np
from keras import layers

STEPS = 6


def both_ways(layer, merge_mode):
    return layers.Bidirectional(layer(2, return_sequences=True), merge_mode=merge_mode)


# What stands between the layer that makes the mask and a dense layer of two units. Keras ends the mask at `Flatten` and
# `Conv1D`, with a warning.
CASES = {
    "bidirectional_simple_rnn_concat": lambda: [both_ways(layers.SimpleRNN, "concat"), layers.Flatten()],
    "bidirectional_lstm_concat": lambda: [both_ways(layers.LSTM, "concat"), layers.Flatten()],
    "bidirectional_gru_concat": lambda: [both_ways(layers.GRU, "concat"), layers.Flatten()],
    "bidirectional_lstm_sum": lambda: [both_ways(layers.LSTM, "sum"), layers.Flatten()],
    "bidirectional_gru_mul": lambda: [both_ways(layers.GRU, "mul"), layers.Flatten()],
    "bidirectional_simple_rnn_ave": lambda: [both_ways(layers.SimpleRNN, "ave"), layers.Flatten()],
    "bidirectional_stacked": lambda: [
        both_ways(layers.LSTM, "concat"),
        layers.Bidirectional(layers.GRU(3), merge_mode="sum"),
    ],
    "convolution": lambda: [layers.Conv1D(3, 2, activation="tanh"), layers.LSTM(2)],
    "go_backwards": lambda: [layers.LSTM(3, return_sequences=True, go_backwards=True), layers.GRU(2)],
    "keeping": lambda: [
        layers.Dense(3, activation="tanh"),
        layers.LayerNormalization(),
        layers.PReLU(),
        layers.Activation("softplus"),
        layers.UnitNormalization(),
        layers.Rescaling(2.0, offset=-0.5),
        layers.TimeDistributed(layers.Dense(2, name="dense")),
        layers.LSTM(2),
    ],
    "lstm_sequences": lambda: [layers.LSTM(3, return_sequences=True), layers.Flatten()],
    "mean": lambda: [layers.Dense(3, activation="tanh"), layers.GlobalAveragePooling1D()],
    "zero_output_gru": lambda: [
        layers.GRU(3, return_sequences=True, zero_output_for_mask=True),
        layers.Flatten(),
    ],
    "zero_output_lstm_backwards": lambda: [
        layers.LSTM(3, return_sequences=True, zero_output_for_mask=True, go_backwards=True),
        layers.Flatten(),
    ],
    "zero_output_simple_rnn": lambda: [
        layers.SimpleRNN(3, return_sequences=True, zero_output_for_mask=True),
        layers.Flatten(),
    ],
}


def sequences(rng, samples, all_of_one):
    """Steps of two numbers, some of them zeros: at the beginning, at the end and in between, and perhaps all of a sample."""
    x = np.round(rng.uniform(-1, 1, (samples, STEPS, 2)), 3)
    masked = rng.uniform(size=(samples, STEPS)) < 0.35
    masked[0], masked[1] = [0, 0, 0, 0, 1, 1], [1, 1, 0, 0, 0, 0]
    if all_of_one:
        masked[2] = 1
    x[masked] = 0.0
    return x


for name, between in CASES.items():
    keras.backend.clear_session()
    rng = generator(name)
    model = keras.Sequential(
        [keras.Input((STEPS, 2)), layers.Masking(), *between(), layers.Dense(2, name="output")]
    )
    # Biases too, so that masked steps differ from those of zeros.
    with_weights(model, rng)
    model.compile(keras.optimizers.SGD(0.2), keras.losses.MeanSquaredError())
    # Keras' mean of no steps is NaN.
    x, x_val = (sequences(rng, samples, all_of_one=name != "mean") for samples in (11, 4))
    y, y_val = rounded(rng, 11, 2), rounded(rng, 4, 2)
    record("masks", name, model, (x, y), validation=(x_val, y_val))
