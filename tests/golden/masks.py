"""Records the cases of `masks`: trainings behind masks, with Keras 3.15.1 on TensorFlow.

    pip install keras==3.15.1 tensorflow-cpu safetensors
    python tests/golden/masks.py
"""

import json
import os
import pathlib

os.environ["KERAS_BACKEND"] = "tensorflow"
os.environ["CUDA_VISIBLE_DEVICES"] = ""

import keras
import numpy as np
from keras import layers
from safetensors.numpy import save_file

FOLDER = pathlib.Path(__file__).parent / "masks"
STEPS = 6
FIT = {"epochs": 3, "batch_size": 4, "shuffle": False}


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


def record(name, between):
    rng = np.random.default_rng(sum(map(ord, name)))
    keras.utils.set_random_seed(1)
    first = layers.Masking()
    model = keras.Sequential([keras.Input((STEPS, 2)), first, *between(), layers.Dense(2, name="output")])
    # Biases too, so that masked steps differ from those of zeros.
    model.set_weights([np.round(rng.uniform(-0.7, 0.7, w.shape), 3) for w in model.get_weights()])
    model.compile(keras.optimizers.SGD(0.2), keras.losses.MeanSquaredError())
    # Keras' mean of no steps is NaN.
    x, x_val = (sequences(rng, samples, all_of_one=name != "mean") for samples in (11, 4))
    y, y_val = np.round(rng.normal(size=(11, 2)), 3), np.round(rng.normal(size=(4, 2)), 3)
    tensors = {"x": x, "y": y, "x_val": x_val, "y_val": y_val}

    def variables(moment):
        for number, variable in enumerate(model.weights):
            path = variable.path.removeprefix("sequential/")
            tensors[f"{moment}/{number:02}/{path}"] = np.asarray(variable.value)

    def evaluate():
        return {"loss": float(model.evaluate(x, y, batch_size=FIT["batch_size"], verbose=0))}

    variables("initial")
    tensors["predict_before"] = model.predict(x, verbose=0)
    before = evaluate()
    history = model.fit(x, y, validation_data=(x_val, y_val), verbose=0, **FIT)
    variables("final")
    tensors["predict_after"] = model.predict(x, verbose=0)
    config = {
        "backend": "tensorflow",
        "compile": {
            "loss": {"class": "MeanSquaredError"},
            "optimizer": {"class": "SGD", "learning_rate": 0.2},
        },
        "dtype": "float64",
        "epochs_run": history.epoch,
        "evaluate_after": evaluate(),
        "evaluate_before": before,
        "fit": FIT,
        "history": history.history,
        "input_shape": [STEPS, 2],
        "keras": keras.__version__,
        "layers": [{"class": type(layer).__name__} for layer in model.layers],
        "name": name,
        "param_count": model.count_params(),
    }
    (FOLDER / f"{name}.json").write_text(json.dumps(config, indent=1, sort_keys=True) + "\n")
    save_file({key: np.ascontiguousarray(value) for key, value in tensors.items()}, FOLDER / f"{name}.safetensors")


FOLDER.mkdir(exist_ok=True)
keras.backend.set_floatx("float64")
for name, between in CASES.items():
    keras.backend.clear_session()
    record(name, between)
