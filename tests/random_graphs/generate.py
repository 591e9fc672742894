#!/usr/bin/env python3
"""Checks the gradients of random graphs: writes a program of so many, and runs it.

    tests/random_graphs/generate.py 1000 [seed]

Graphs have up to three inputs and outputs and twelve calls. Values are used any number of times, also by the same layer;
layers are called again; outputs may flow on inside. The program compares each gradient with central differences, for
batches of 1, 3 and 9 samples.
"""

import pathlib
import random
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
FOLDER = ROOT / "target" / "random-graphs"
# So that a part of the graphs is compiled at a time, on each core.
GRAPHS_IN_A_MODULE = 25

CARGO = f"""[package]
name = "random-graphs"
version = "0.0.0"
edition = "2024"

[dependencies]
plywood = {{ path = "{ROOT / 'runtime'}" }}

[profile.dev]
opt-level = 0
debug = false
incremental = false

[profile.dev.package.plywood]
opt-level = 1

[workspace]
"""

MAIN = """//! Written by generate.py.
use plywood::data::Targets;
use plywood::losses::Losses;
use plywood::prelude::*;
use plywood::rng::{Purpose, Streams};
use plywood::{Flow, gradient_check};

pub fn uniform(seed: u64, count: usize) -> Vec<f64> {
    let mut rng = Streams::new(seed).rng(Purpose::Dataset, 0);
    (0..count).map(|_| 2.0 * rng.uniform() - 1.0).collect()
}

pub fn check<M, L>(name: &str, model: M, loss: L, outputs: &[usize])
where
    M: Model<Scalar = f64>,
    L: Losses<M::Output, M::Activation>,
    L::Targets: Targets,
{
    for samples in [1, 3, 9] {
        let inputs: Vec<Vec<f64>> = M::Input::SHAPES
            .iter()
            .enumerate()
            .map(|(input, axes)| uniform(input as u64, samples * axes.iter().product::<usize>()))
            .collect();
        let targets: Vec<Vec<f64>> =
            outputs.iter().enumerate().map(|(output, width)| uniform(9 + output as u64, samples * width)).collect();
        let [inputs, targets] = [&inputs, &targets].map(|all| all.iter().map(Vec::as_slice).collect::<Vec<_>>());
        let data: Dataset<M::Input, L::Targets, f64> = Dataset::from_columns(&inputs, &targets).unwrap();
        if let Some(check) = gradient_check(&model, &loss, &data).unwrap() {
            assert!(check.error < 1e-6, "{name}, {samples} samples: {check:?}");
        }
    }
}

fn main() {
    CALLS
    println!("COUNT graphs are right");
}
"""

ACTIVATIONS = ["tanh", "sigmoid", "linear", "softplus"]


class Graph:
    """A graph under construction: its values, with their widths."""

    def __init__(self, rng, name):
        self.rng, self.name = rng, name
        self.inputs = [(f"x{n}", rng.randint(1, 4)) for n in range(rng.randint(1, 3))]
        self.values = list(self.inputs)
        self.layers = []
        self.lines = []
        self.used = set()

    def use(self, value):
        self.used.add(value[0])
        return value

    def made(self, line, width):
        value = (f"v{len(self.lines)}", width)
        self.lines.append(f"{value[0]} = {line};")
        self.values.append(value)

    def dense(self):
        (source, takes), gives = self.use(self.rng.choice(self.values)), self.rng.randint(1, 4)
        layer = f"l{len(self.layers)}"
        self.layers.append((layer, takes, gives))
        self.made(f"{source} => {layer}: Dense<{takes}, {gives}, {self.rng.choice(ACTIVATIONS)}>", gives)

    def again(self):
        fitting = [(value, layer) for value in self.values for layer in self.layers if value[1] == layer[1]]
        if not fitting:
            return self.dense()
        value, (layer, _, gives) = self.rng.choice(fitting)
        self.made(f"{self.use(value)[0]} => {layer}", gives)

    def alike(self):
        width = self.rng.choice(self.values)[1]
        values = [value for value in self.values if value[1] == width]
        merge = self.rng.choice(["Add", "Multiply", "Average", "Subtract"])
        count = 2 if merge == "Subtract" else self.rng.randint(2, 3)
        chosen = [self.use(self.rng.choice(values))[0] for _ in range(count)]
        self.made(f"{merge}({', '.join(chosen)})", width)

    def concatenate(self):
        chosen = [self.rng.choice(self.values) for _ in range(self.rng.randint(2, 3))]
        width = sum(width for _, width in chosen)
        if width > 10:
            return self.dense()
        self.made(f"Concatenate({', '.join(self.use(value)[0] for value in chosen)})", width)

    def dot(self):
        width = self.rng.choice(self.values)[1]
        a, b = [self.use(self.rng.choice([v for v in self.values if v[1] == width]))[0] for _ in range(2)]
        self.made(f"Dot({a}, {b}{self.rng.choice(['', ', normalize = true'])})", 1)

    def build(self):
        steps = [self.dense, self.dense, self.again, self.alike, self.alike, self.concatenate, self.dot]
        for _ in range(self.rng.randint(1, 9)):
            self.rng.choice(steps)()
        # What nobody has used flows into the last outputs; some of those that are used may be outputs too.
        unused = [value for value in self.values if value[0] not in self.used]
        while len(unused) > 1:
            joined, rest = unused[:8], unused[8:]
            self.made(f"Concatenate({', '.join(self.use(value)[0] for value in joined)})", sum(w for _, w in joined))
            unused = [*rest, self.values[-1]]
        if not unused or unused[0] in self.inputs:
            name, width = self.use(unused[0] if unused else self.rng.choice(self.values))
            self.made(f"{name} => Dense<{width}, 2>", 2)
            unused = [self.values[-1]]
        outputs = unused
        inside = [value for value in self.values if value not in self.inputs and value not in outputs]
        for value in self.rng.sample(inside, min(len(inside), self.rng.randint(0, 2))):
            if len(outputs) < 3:
                outputs.append(value)
        self.rng.shuffle(outputs)
        return outputs[:8]

    def source(self):
        outputs = self.build()
        inputs = ", ".join(f"{name}: Features<{width}>" for name, width in self.inputs)
        names = ", ".join(name for name, _ in outputs)
        names = names if len(outputs) == 1 else f"({names})"
        lines = "\n".join(f"        {line}" for line in self.lines)
        model = f"model! {{\n    pub struct {self.name}({inputs}) -> {names} {{\n{lines}\n    }}\n}}\n"
        losses = ", ".join("MeanSquaredError::new()" for _ in outputs)
        losses = losses if len(outputs) == 1 else f"({losses})"
        widths = ", ".join(str(width) for _, width in outputs)
        call = f'    crate::check("{self.name}", {self.name}::<f64>::new(1), {losses}, &[{widths}]);\n'
        return model, call


def main():
    count, seed = int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1
    rng = random.Random(seed)
    source = FOLDER / "src"
    source.mkdir(parents=True, exist_ok=True)
    (FOLDER / "Cargo.toml").write_text(CARGO)
    modules = -(-count // GRAPHS_IN_A_MODULE)
    for module in range(modules):
        graphs = range(module * GRAPHS_IN_A_MODULE, min(count, (module + 1) * GRAPHS_IN_A_MODULE))
        models, calls = zip(*(Graph(rng, f"Graph{number}").source() for number in graphs))
        text = "use plywood::prelude::*;\n\n" + "\n".join(models) + f"\npub fn run() {{\n{''.join(calls)}}}\n"
        (source / f"graphs_{module}.rs").write_text(text)
    declared = "".join(f"mod graphs_{module};\n" for module in range(modules))
    calls = "\n    ".join(f"graphs_{module}::run();" for module in range(modules))
    (source / "main.rs").write_text(MAIN.replace("CALLS", calls).replace("COUNT", str(count)).replace("use plywood::data", declared + "\nuse plywood::data", 1))
    subprocess.run(["cargo", "run", "--quiet"], cwd=FOLDER, check=True)


main()
