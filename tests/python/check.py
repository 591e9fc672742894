#!/usr/bin/env python3
"""Reads what plywood writes with the packages that it is written for.

    python3 -m venv venv && venv/bin/pip install numpy safetensors tensorboard
    venv/bin/python tests/python/check.py
"""

import json
import subprocess
import tempfile
from pathlib import Path

import numpy
from safetensors.numpy import load_file
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

ROOT = Path(__file__).resolve().parents[2]


def main():
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        command = ["cargo", "run", "--quiet", "--package", "plywood-tests", "--bin", "writes_for_python", folder]
        said = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
        lines = [line.split(" ", 1) for line in said.splitlines()]
        weights = dict(weight(text) for kind, text in lines if kind == "weight")
        history = dict(series(text) for kind, text in lines if kind == "history")
        batches = next(int(text) for kind, text in lines if kind == "batches")

        check_weights(load_file(folder / "weights.safetensors"), weights, only=True)
        everything = load_file(folder / "everything.safetensors")
        check_weights(everything, weights, only=False)
        for name, values in history.items():
            assert numpy.array_equal(everything[f".history/values/{name}"], values), name
        assert bytes(everything[".optimizer/name"]) == b"Adam"

        check_board(folder / "logs", history, batches)
    print(f"{len(weights)} weights, {len(history)} series of a history: as they were written")


def weight(text):
    name, rest = text.split(" [", 1)
    shape, values = rest.split("] ", 1)
    return name, numpy.array(values.split(), dtype=numpy.float32).reshape(json.loads(f"[{shape}]"))


def series(text):
    name, values = text.split(" ", 1)
    return name, numpy.array(values.split(), dtype=float)


def check_weights(found, expected, only):
    if only:
        assert set(found) == set(expected), set(found) ^ set(expected)
    for name, values in expected.items():
        assert found[name].shape == values.shape, name
        assert numpy.array_equal(found[name], values), name


def check_board(logs, history, batches):
    """TensorBoard's numbers are in `f32`."""
    for part, prefix in [("train", ""), ("validation", "val_")]:
        board = EventAccumulator(str(logs / part)).Reload()
        tags = set(board.Tags()["scalars"])
        for name in ["loss", "accuracy"]:
            scalars = board.Scalars(f"epoch_{name}")
            assert [scalar.step for scalar in scalars] == [0, 1, 2], name
            values = [scalar.value for scalar in scalars]
            assert values == list(history[prefix + name].astype(numpy.float32)), name
        expected = {"epoch_loss", "epoch_accuracy"}
        if part == "train":
            expected |= {"epoch_learning_rate", "batch_loss"}
            rates = [scalar.value for scalar in board.Scalars("epoch_learning_rate")]
            assert rates == [numpy.float32(0.01)] * 3, rates
        assert tags == expected, tags
    # Batches are counted from epoch to epoch, and every tenth is written.
    steps = [scalar.step for scalar in EventAccumulator(str(logs / "train")).Reload().Scalars("batch_loss")]
    assert steps == list(range(10, batches + 1, 10)), steps


main()
