"""PyTorch, not compiled: Adam as it is by default, and Adam in one kernel for all variables."""

import torch
from torch import nn
from torch.nn import functional

from peer import answer, calls, runs, workload


class LastOutput(nn.Module):
    """An LSTM, of which only the output after the last step comes out."""

    def __init__(self, kernel, recurrent, bias):
        super().__init__()
        self.lstm = nn.LSTM(len(kernel), len(recurrent), batch_first=True)
        with torch.no_grad():
            self.lstm.weight_ih_l0.copy_(torch.from_numpy(kernel.T))
            self.lstm.weight_hh_l0.copy_(torch.from_numpy(recurrent.T))
            self.lstm.bias_ih_l0.copy_(torch.from_numpy(bias))
            self.lstm.bias_hh_l0.zero_()
        # The others have one bias; two would learn twice as fast.
        self.lstm.bias_hh_l0.requires_grad = False

    def forward(self, values):
        return self.lstm(values)[0][:, -1]


def convolution(kernel, bias):
    height, width, channels, filters = kernel.shape
    layer = nn.Conv2d(channels, filters, (height, width))
    with torch.no_grad():
        layer.weight.copy_(torch.from_numpy(kernel.transpose(3, 2, 0, 1)))
        layer.bias.copy_(torch.from_numpy(bias))
    return [layer, nn.ReLU(), nn.MaxPool2d(2)]


def front(work):
    variables = work.front_variables()
    if work.front == "lenet":
        first, second = convolution(*variables[:2]), convolution(*variables[2:])
        return [nn.Unflatten(1, (1, 28, 28)), *first, *second, nn.Flatten()]
    if work.front == "lstm":
        return [nn.Unflatten(1, (32, 16)), LastOutput(*variables)]
    return []


def network(work):
    layers = front(work)
    for index, (kernel, bias) in enumerate(work.dense()):
        if work.front == "lenet" and index == 0:
            # Here channels come first.
            kernel = kernel.reshape(4, 4, 16, -1).transpose(2, 0, 1, 3).reshape(256, -1)
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
        return model, torch.optim.Adam([values for values in model.parameters() if values.requires_grad], work.learning_rate, eps=work.epsilon, fused=fused)

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
