"""JAX by hand: each step a call of a compiled function, or the whole run one call."""

import jax
import jax.numpy as jnp
import numpy as np

from peer import answer, calls, runs, workload

BETA_1, BETA_2 = 0.9, 0.999


def convolution(values, kernel, bias):
    sums = jax.lax.conv_general_dilated(values, kernel, (1, 1), "VALID", dimension_numbers=("NHWC", "HWIO", "NHWC"))
    windows = (1, 2, 2, 1)
    return jax.lax.reduce_window(jax.nn.relu(sums + bias), -jnp.inf, jax.lax.max, windows, windows, "VALID")


def lenet(variables, values):
    values = convolution(values.reshape(-1, 28, 28, 1), *variables[:2])
    return convolution(values, *variables[2:]).reshape(-1, 256)


def lstm(variables, values):
    kernel, recurrent, bias = variables
    # The product with the inputs, for all steps at once.
    inputs = (values.reshape(-1, 32, 16) @ kernel + bias).swapaxes(0, 1)

    def step(state, inputs):
        output, memory = state
        i, f, g, o = jnp.split(inputs + output @ recurrent, 4, axis=1)
        memory = jax.nn.sigmoid(f) * memory + jax.nn.sigmoid(i) * jnp.tanh(g)
        return (jax.nn.sigmoid(o) * jnp.tanh(memory), memory), None
    zeros = jnp.zeros((inputs.shape[1], 32))
    return jax.lax.scan(step, (zeros, zeros), inputs)[0][0]


def forward(work, variables, values):
    if work.front != "none":
        front, *variables = variables
        values = {"lenet": lenet, "lstm": lstm}[work.front](front, values)
    activation = jnp.tanh if work.hidden == "tanh" else jax.nn.relu
    for index, layer in enumerate(variables):
        values = values @ layer[0] + (layer[1] if len(layer) > 1 else 0)
        values = activation(values) if index < len(variables) - 1 else values
    return values


def loss(work, variables, inputs, targets):
    outputs = forward(work, variables, inputs)
    if work.classifies:
        return -jnp.take_along_axis(jax.nn.log_softmax(outputs), targets[:, None], 1).mean()
    return ((outputs - targets) ** 2).mean()


def adam(work, variables, gradients, memory):
    first, second, time = memory
    time = time + 1
    first = jax.tree.map(lambda m, g: BETA_1 * m + (1 - BETA_1) * g, first, gradients)
    second = jax.tree.map(lambda v, g: BETA_2 * v + (1 - BETA_2) * g * g, second, gradients)
    rate = work.learning_rate * jnp.sqrt(1 - BETA_2 ** time) / (1 - BETA_1 ** time)
    step = lambda w, m, v: w - rate * m / (jnp.sqrt(v) + work.epsilon)
    return jax.tree.map(step, variables, first, second), (first, second, time)


def fit(work, predict):
    def step(state, batch):
        variables, memory = state
        gradients = jax.grad(lambda variables: loss(work, variables, *batch))(variables)
        return adam(work, variables, gradients, memory), None

    def fresh():
        variables = first_variables(work)
        zeros = lambda: jax.tree.map(jnp.zeros_like, variables)
        return [jax.block_until_ready((variables, (zeros(), zeros(), jnp.zeros(()))))]

    def in_batches(values):
        return values.reshape(-1, work.batch, *values.shape[1:])

    inputs, targets = jnp.asarray(work.inputs), jnp.asarray(work.targets)
    step_by_step = jax.jit(step, donate_argnums=0)
    ready = list(zip(in_batches(inputs), in_batches(targets)))

    def run(state, shuffle=work.shuffle):
        state = state[0]
        for order in work.orders() if shuffle else [None] * work.epochs:
            batches = ready
            if shuffle:
                batches = zip(in_batches(work.inputs[order]), in_batches(work.targets[order]))
            for batch in batches:
                state, _ = step_by_step(state, batch)
        return jax.block_until_ready(state)

    def one_call(state, key, inputs, targets, shuffle):
        def epoch(state, key):
            order = jax.random.permutation(key, work.samples) if shuffle else slice(None)
            return jax.lax.scan(step, state, (in_batches(inputs[order]), in_batches(targets[order])))
        return jax.lax.scan(epoch, state, jax.random.split(key, work.epochs))[0]

    key = jax.random.PRNGKey(1)
    whole = jax.jit(one_call, static_argnames="shuffle", donate_argnums=0)

    def run_whole(state, shuffle=work.shuffle):
        return jax.block_until_ready(whole(state[0], key, inputs, targets, shuffle=shuffle))

    def variant(run):
        variables, _ = run(fresh(), shuffle=False)
        if work.shuffle:
            run(fresh())
        return work.loss(predict(variables, work.inputs)), lambda: runs(fresh, run)

    return {"a call for each step": variant(run), "a call for the run": variant(run_whole)}


def gradient(work, predict):
    variables, batch = first_variables(work), (jnp.asarray(work.inputs), jnp.asarray(work.targets))
    final_loss = work.loss(predict(variables, work.inputs))
    of = jax.value_and_grad(lambda variables, batch: loss(work, variables, *batch))
    compiled = jax.jit(of)
    one = lambda: calls(lambda: jax.block_until_ready(compiled(variables, batch)))

    # Each begins where the one before has led, or the compiler would compute only one.
    many = 1000

    @jax.jit
    def descent(variables, batch):
        def descend(variables, _):
            value, gradients = of(variables, batch)
            return jax.tree.map(lambda w, g: w - 1e-6 * g, variables, gradients), value
        return jax.lax.scan(descend, variables, length=many)
    all_of_them = lambda: calls(lambda: jax.block_until_ready(descent(variables, batch))) / many
    return {"a call for each": (final_loss, one), f"a call for {many}": (final_loss, all_of_them)}


def first_variables(work):
    front = [work.front_variables()] if work.front_shapes else []
    return [[jnp.asarray(values) for values in layer if values is not None] for layer in front + work.dense()]


def main():
    work = workload()

    @jax.jit
    def predict(variables, inputs):
        outputs = forward(work, variables, inputs)
        return jax.nn.softmax(outputs) if work.classifies else outputs

    if work.kind == "fit":
        variants = fit(work, predict)
    elif work.kind == "gradient":
        variants = gradient(work, predict)
    else:
        variables, inputs = first_variables(work), jnp.asarray(work.inputs)
        predictions = lambda: np.asarray(predict(variables, inputs))
        variants = {"compiled": (work.loss(predictions()), lambda: calls(predictions))}
    answer(variants)


main()
