"""docs/benchmarks.md."""

from .workloads import WORKLOADS

UNITS = [(1, "s"), (1e-3, "ms"), (1e-6, "µs"), (1e-9, "ns")]

HEAD = """\
# plywood beside other libraries

The same networks, trained on the same data from the same first weights, in one run on one machine. This page is written by
[benches/peers/run](../benches/peers/run); [its README](../benches/peers/README.md) has the workloads, the settings, and what is not the
same for all.

{machine}

![For each workload, how many times as long as plywood the others take](benchmarks.svg)
"""

HOW_TO_READ = """\
A time is the mean of a sample: of one run, or of as many as take a tenth of a second. Least and median are those of all samples.
"× best" compares the least time with the best of the same number of threads. With one thread, a program has one core to itself, also
for the threads that Python libraries start beside it. All that train end with the loss in the last column, up to rounding and the place of
epsilon.
"""


def write(machine, records):
    machine_line = f"{machine['processor']}; {machine['system']}; {machine['date']}; commit `{machine['commit']}`."
    if machine["quick"]:
        machine_line += "\n\n**A quick run, to see that all works: its figures mean nothing.**"
    parts = [HEAD.format(machine=machine_line)]
    for threads in sorted({record.threads for record in records}):
        parts.append(summary(threads, [record for record in records if record.threads == threads]))
    parts.append(HOW_TO_READ)
    for workload in WORKLOADS:
        of_workload = [record for record in records if record.workload == workload.name]
        if of_workload:
            parts.append(f"## {workload.name}: {workload.title}\n")
            parts.append(table(of_workload))
    return "\n".join(parts)


def summary(threads, records):
    """Each library's least time, in its best variant."""
    libraries = list(dict.fromkeys(record.library for record in records))
    lines = [f"## The least times, {count(threads)}\n", row(["", *libraries]), row(["---"] + ["---:"] * len(libraries))]
    for workload in WORKLOADS:
        least = best_of_each_library(records, workload.name)
        if least:
            best = min(least.values())
            lines.append(row([workload.name] + [bold_if(least[name] == best, time(least[name])) if name in least else ""
                                                for name in libraries]))
    return "\n".join(lines) + "\n"


def best_of_each_library(records, workload):
    least = {}
    for record in records:
        if record.workload == workload:
            least[record.library] = min(record.least, least.get(record.library, record.least))
    return least


def table(records):
    several = len({record.threads for record in records}) > 1
    lines = [row(["", "version", *["threads"] * several, "least", "median", "× best", "loss"]),
             row(["---", "---", *["---:"] * several, "---:", "---:", "---:", "---:"])]
    for record in sorted(records, key=lambda record: (record.threads, record.least)):
        best = min(other.least for other in records if other.threads == record.threads)
        lines.append(row([
            bold_if(record.library == "plywood", record.name), record.version, *[str(record.threads)] * several,
            time(record.least), time(record.median), f"{record.least / best:.2f}", f"{record.final_losses[0]:.5g}"]))
    return "\n".join(lines) + "\n"


def row(cells):
    return f"| {' | '.join(cells)} |"


def bold_if(condition, text):
    return f"**{text}**" if condition else text


def count(threads):
    return "one thread" if threads == 1 else f"{threads} threads"


def time(seconds):
    """Three digits, in the unit that leaves at least one before the point."""
    scale, unit = next(((scale, unit) for scale, unit in UNITS if seconds >= scale), UNITS[-1])
    value = seconds / scale
    return f"{value:.{0 if value >= 100 else 1 if value >= 10 else 2}f} {unit}"
