"""The libraries: how their programs are built and started, and which versions they are."""

import os
import subprocess
import tomllib
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).parent.parent
# As many threads as a library may use, in the words of all of them.
THREADS = ["PEER_THREADS", "RAYON_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS"]


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
        Program("dfdx", "dfdx", "dfdx"),
    ]


def python():
    return [
        Program("JAX", "jax", "jax"),
        Program("PyTorch", "torch", "torch"),
        Program("Keras on JAX", "keras", "keras", lacks={"W2"}),
        Program("scikit-learn", "scikit_learn", "scikit-learn", lacks={"W2"}),
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


def start(program, settings, samples, threads):
    """Runs a program on the first so many processors, and gives what it printed."""
    processors = sorted(os.sched_getaffinity(0))[:threads]
    environment = dict(os.environ, PYTHONPATH=str(HERE / "shared"), PYTHONDONTWRITEBYTECODE="1",
                       **dict.fromkeys(THREADS, str(threads)))
    pin = ["taskset", "-c", ",".join(map(str, processors))]
    command = pin + program.command + [str(settings), str(samples)]
    return subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True).stdout
