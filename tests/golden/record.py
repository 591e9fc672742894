"""How the cases that have a script beside them were recorded: trainings with Keras 3.15.1 on TensorFlow, in `float64`
unless they say otherwise.

    pip install keras==3.15.1 tensorflow-cpu safetensors
    python tests/golden/masks.py
"""

import json
import os
import pathlib
import sys

os.environ["KERAS_BACKEND"] = "tensorflow"
os.environ["CUDA_VISIBLE_DEVICES"] = ""

import keras
import numpy as np
from safetensors.numpy import save_file

keras.backend.set_floatx("float64")

FIT = {"epochs": 3, "batch_size": 4, "shuffle": False}


def generator(name):
    """The random numbers of the case `name`."""
    return np.random.default_rng(sum(map(ord, name)))


def rounded(rng, *shape):
    """Normally distributed numbers with three decimals."""
    return np.round(rng.normal(size=shape), 3)


def with_weights(model, rng, largest=0.7):
    """The model with weights of three decimals, biases too, uniform up to `largest`; variances are positive."""
    values = [np.round(rng.uniform(-largest, largest, weight.shape), 3) for weight in model.weights]
    variances = ["variance" in weight.path for weight in model.weights]
    model.set_weights([abs(value) + 0.1 if is_one else value for value, is_one in zip(values, variances)])
    return model


def chosen(cases):
    """The cases that the command names, or all of them."""
    return {name: cases[name] for name in sys.argv[1:] or cases}


def columns(key, values):
    """An array under `key`, or those of several inputs or outputs under `key.0`, `key.1` and so on."""
    if isinstance(values, (list, tuple)):
        return {f"{key}.{number}": np.asarray(value) for number, value in enumerate(values)}
    return {key: np.asarray(values)}


def nested(layer):
    """The variables of a layer that is a model."""
    return layer.weights if isinstance(layer, keras.Model) else []


def record(folder, name, model, data, validation=None, sample_weight=None, fit=FIT, input_shape=None):
    """Trains a compiled model that has its first weights, and writes `<folder>/<name>.json` and `.safetensors`."""
    x, y = data
    tensors = columns("x", x) | columns("y", y)
    if validation is not None:
        tensors |= columns("x_val", validation[0]) | columns("y_val", validation[1])
    if sample_weight is not None:
        tensors |= columns("sample_weight", sample_weight)

    def variables(moment):
        for number, variable in enumerate(model.weights):
            path = variable.path.removeprefix(f"{model.name}/")
            # Keras names the variables of a model inside of another one as if they were of that.
            outer = [layer.name for layer in model.layers if any(variable is own for own in nested(layer))]
            path = "/".join([*outer, path])
            tensors[f"{moment}/{number:02}/{path}"] = np.asarray(variable.value)

    def evaluate():
        # Without weights: they are for the training.
        scores = model.evaluate(x, y, batch_size=fit["batch_size"], verbose=0, return_dict=True)
        return {key: float(value) for key, value in scores.items()}

    def predict(moment):
        predicted = model.predict(x, verbose=0)
        predicted = list(predicted.values()) if isinstance(predicted, dict) else predicted
        tensors.update(columns(f"predict_{moment}", predicted))

    variables("initial")
    predict("before")
    before = evaluate()
    history = model.fit(x, y, validation_data=validation, sample_weight=sample_weight, verbose=0, **fit)
    variables("final")
    predict("after")
    config = {
        "backend": "tensorflow",
        "dtype": keras.backend.floatx(),
        "epochs_run": history.epoch,
        "evaluate_after": evaluate(),
        "evaluate_before": before,
        "fit": fit,
        "history": history.history,
        "input_shape": input_shape or [list(shape[1:]) for shape in map(np.shape, x if isinstance(x, (list, tuple)) else [x])],
        "keras": keras.__version__,
        "layers": [{"class": type(layer).__name__, "name": layer.name} for layer in model.layers],
        "name": name,
        "param_count": model.count_params(),
    }
    path = pathlib.Path(__file__).parent / folder
    path.mkdir(exist_ok=True)
    (path / f"{name}.json").write_text(json.dumps(config, indent=1, sort_keys=True) + "\n")
    save_file({key: np.asarray(value, order="C") for key, value in tensors.items()}, path / f"{name}.safetensors")
