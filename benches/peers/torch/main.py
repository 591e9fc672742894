"""PyTorch, not compiled: Adam as it is by default, and Adam in one kernel for all variables."""

import torch
from torch import nn
from torch.nn import functional

from peer import answer, calls, runs, workload


def network(work):
    layers = []
    for kernel, bias in work.dense():
        linear = nn.Linear(*kernel.shape, bias=bias is not None)
        with torch.no_grad():
            linear.weight.copy_(torch.from_numpy(kernel.T))
            if bias is not None:
                linear.bias.copy_(torch.from_numpy(bias))
        layers += [linear, nn.Tanh() if work.hidden == "tanh" else nn.ReLU()]
    return nn.Sequential(*layers[:-1])


def predict(work, model, inputs):
    with torch.inference_mode():
        outputs = model(inputs)
        return (torch.softmax(outputs, 1) if work.classifies else outputs).numpy()


def fit(work, inputs, targets, loss, fused):
    def fresh():
        model = network(work)
        return model, torch.optim.Adam(model.parameters(), work.learning_rate, eps=work.epsilon, fused=fused)

    def epoch(model, adam, inputs, targets):
        for batch in zip(inputs.split(work.batch), targets.split(work.batch)):
            adam.zero_grad()
            loss(model(batch[0]), batch[1]).backward()
            adam.step()

    def run(model_and_adam, shuffle=work.shuffle):
        for order in work.orders() if shuffle else [slice(None)] * work.epochs:
            epoch(*model_and_adam, inputs[order], targets[order])

    checked = fresh()
    run(checked, shuffle=False)
    return work.loss(predict(work, checked[0], inputs)), lambda: runs(fresh, run)


def main():
    torch.set_num_threads(1)
    work = workload()
    inputs, targets = torch.from_numpy(work.inputs), torch.from_numpy(work.targets)
    loss = functional.mse_loss
    if work.classifies:
        loss, targets = functional.cross_entropy, targets.long()
    if work.kind == "fit":
        answer({"default Adam": fit(work, inputs, targets, loss, fused=False),
                "fused Adam": fit(work, inputs, targets, loss, fused=True)})
        return
    model = network(work)
    final_loss = work.loss(predict(work, model, inputs))
    if work.kind == "gradient":
        variables = list(model.parameters())
        call = lambda: torch.autograd.grad(loss(model(inputs), targets), variables)
    else:
        call = lambda: predict(work, model, inputs)
    answer({"": (final_loss, lambda: calls(call))})


main()
