"""scikit-learn's MLPClassifier and MLPRegressor. They have no call for a gradient alone."""

import warnings

import numpy as np
from sklearn.neural_network import MLPClassifier, MLPRegressor

from peer import answer, calls, runs, workload


def network(work):
    kind, scale = MLPClassifier, 1
    targets = work.targets
    if not work.classifies:
        # Its gradient is that of half the squared errors, added over the outputs, and in Adam's step a factor of the
        # gradient is a factor of epsilon.
        kind, scale = MLPRegressor, work.outputs / 2
        targets = targets.squeeze(1) if work.outputs == 1 else targets
    model = kind(
        hidden_layer_sizes=work.layers[1:-1], activation=work.hidden, alpha=0, batch_size=work.batch,
        learning_rate_init=work.learning_rate, epsilon=work.epsilon * scale, max_iter=work.epochs,
        n_iter_no_change=np.inf, warm_start=True, random_state=1)
    # Variables can only be set after a first step. With a warm start, `fit` goes on from them, with an Adam anew.
    zeros = np.zeros((work.outputs, work.layers[0]), np.float32)
    if work.classifies:
        model.partial_fit(zeros, range(work.outputs), classes=range(work.outputs))
    else:
        model.partial_fit(zeros, targets[:work.outputs])
    set_first_variables(work, model)
    return model, targets


def set_first_variables(work, model):
    model.coefs_ = [kernel.copy() for kernel, _ in work.dense()]
    model.intercepts_ = [bias.copy() for _, bias in work.dense()]


def main():
    warnings.filterwarnings("ignore")
    work = workload()
    model, targets = network(work)
    predict = lambda: (model.predict_proba if work.classifies else model.predict)(work.inputs)
    if work.kind == "predict":
        answer({"": (work.loss(predict()), lambda: calls(predict))})
        return

    def fresh():
        set_first_variables(work, model)
        return model

    def run(model, shuffle=work.shuffle):
        model.set_params(shuffle=shuffle).fit(work.inputs, targets)

    run(fresh(), shuffle=False)
    answer({"": (work.loss(predict()), lambda: runs(fresh, run))})


main()
