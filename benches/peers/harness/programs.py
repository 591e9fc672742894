"""The libraries: how their programs are built, started and asked, and which versions they are."""

import json
import os
import subprocess
import sys
import tomllib
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).parent.parent
# That there is to be one thread, in the words of all libraries.
ONE_THREAD = dict.fromkeys(["RAYON_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS"], "1")


@dataclass
class Program:
    library: str
    folder: str
    # The package whose version is the library's.
    package: str
    # What the library has no call for.
    lacks: set[str] = field(default_factory=set)
    command: list[str] = field(default_factory=list)
    version: str = ""


def rust():
    return [
        Program("plywood", "plywood", "plywood"),
        Program("burn-flex", "burn", "burn"),
        Program("candle", "candle", "candle-core"),
        Program("dfdx", "dfdx", "dfdx", lacks={"W5", "W7"}),
    ]


def python():
    return [
        Program("JAX", "jax", "jax"),
        Program("PyTorch", "torch", "torch"),
        Program("Keras on JAX", "keras", "keras", lacks={"W2"}),
        Program("scikit-learn", "scikit_learn", "scikit-learn", lacks={"W2", "W5", "W7"}),
    ]


def build(program, target):
    """Builds a Rust program: plywood as anybody would, the others for the processor that they run on."""
    environment = dict(os.environ, CARGO_TARGET_DIR=str(target))
    if program.library != "plywood":
        environment["RUSTFLAGS"] = "-C target-cpu=native"
    command = ["cargo", "build", "--release", "--quiet"]
    subprocess.run(command, cwd=HERE / program.folder, env=environment, check=True)
    program.command = [str(target / "release" / f"peer-{program.folder}")]
    with open(HERE / program.folder / "Cargo.lock", "rb") as file:
        packages = tomllib.load(file)["package"]
    program.version = next(package["version"] for package in packages if package["name"] == program.package)


def find(program, interpreter):
    """The same for a Python program, which is not built."""
    program.command = [interpreter, str(HERE / program.folder / "main.py")]
    ask = f"from importlib.metadata import version; print(version({program.package!r}))"
    program.version = subprocess.check_output([interpreter, "-c", ask], text=True).strip()


class Running:
    """A program at a workload. While it is not asked, it waits and takes no time from the others."""

    def __init__(self, program, settings):
        environment = dict(os.environ, PYTHONPATH=str(HERE / "shared"), PYTHONDONTWRITEBYTECODE="1", **ONE_THREAD)
        processor = str(min(os.sched_getaffinity(0)))
        self.program = program
        self.process = subprocess.Popen(["taskset", "-c", processor, *program.command, str(settings)], text=True,
                                        env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def ask(self):
        """Has it take a sample of each of its variants, the first time after it has got ready: their seconds, and the loss."""
        try:
            print(file=self.process.stdin, flush=True)
        except BrokenPipeError:
            pass
        answer = self.process.stdout.readline()
        if not answer:
            sys.exit(f"{self.program.library}: the program has ended without an answer")
        return json.loads(answer)

    def end(self):
        self.process.communicate()
