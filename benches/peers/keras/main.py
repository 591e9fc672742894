"""Keras on JAX, as its users call it: `fit`, and `predict_on_batch`, the quickest of its ways to predict."""

import os

os.environ["KERAS_BACKEND"] = "jax"

import keras
from keras import layers

from peer import answer, calls, runs, workload


def network(work):
    dense = []
    for width, (_, bias) in zip(work.layers[1:], work.dense()):
        dense.append(layers.Dense(width, work.hidden, use_bias=bias is not None))
    dense[-1].activation = keras.activations.get("softmax" if work.classifies else "linear")
    front = {
        "none": [],
        "lenet": [layers.Reshape((28, 28, 1)), layers.Conv2D(6, 5, activation="relu"), layers.MaxPooling2D(2),
                  layers.Conv2D(16, 5, activation="relu"), layers.MaxPooling2D(2), layers.Flatten()],
        "lstm": [layers.Reshape((32, 16)), layers.LSTM(32)],
    }
    model = keras.Sequential([keras.Input(work.inputs.shape[1:]), *front[work.front], *dense])
    variables = [values for layer in work.dense() for values in layer if values is not None]
    model.set_weights(work.front_variables() + variables)
    adam = keras.optimizers.Adam(work.learning_rate, epsilon=work.epsilon)
    model.compile(adam, "sparse_categorical_crossentropy" if work.classifies else "mse")
    return model


def fit(work, model):
    model.optimizer.build(model.trainable_variables)
    variables = model.variables + model.optimizer.variables
    first = [variable.numpy() for variable in variables]

    # A new model would be compiled anew.
    def fresh():
        for variable, value in zip(variables, first):
            variable.assign(value)
        return model

    def run(model, shuffle=work.shuffle):
        model.fit(work.inputs, work.targets, batch_size=work.batch, epochs=work.epochs, shuffle=shuffle, verbose=0)

    run(fresh(), shuffle=False)
    answer({"fit": (work.loss(model.predict(work.inputs, verbose=0)), lambda: runs(fresh, run))})


def main():
    work = workload()
    model = network(work)
    if work.kind == "fit":
        fit(work, model)
    else:
        predict = lambda: model.predict_on_batch(work.inputs)
        answer({"predict_on_batch": (work.loss(predict()), lambda: calls(predict))})


main()
