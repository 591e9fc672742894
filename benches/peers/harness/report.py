"""docs/benchmarks.md."""

from .workloads import WORKLOADS

UNITS = [(1, "s"), (1e-3, "ms"), (1e-6, "µs"), (1e-9, "ns")]

HEAD = """\
# plywood beside other libraries

The same networks, trained on the same data from the same first weights, on one core, in one run.
[The README of the benchmark](../benches/peers/README.md) has the workloads, the settings, and what is not the same for all.

| | |
|---|---|
| machine | {processor} |
| system | {system} |
| date | {date} |
| plywood | commit `{commit}`, built without flags |
| command | `{command}` |
{warning}
![For each workload, how many times as long as plywood the others take](benchmarks.svg)

A mark is a library's best variant, and its place the ratio of the least times. Left of 1 is faster than plywood.

## The least times
"""

WARNING = """
**A quick run, to see that all works: its figures mean nothing.**
"""

HOW_TO_READ = """\
The best is in bold. The libraries took their samples in turns. A sample is the mean of one run, or of as many as take a tenth of a
second; below, least and median are those of all samples, and "× best" compares the least. W4, W5, W7, W8 and W9 are times of a step, from
runs of 50, 30, 50, 500 and 50 steps.

The last column is the loss over all samples of the workload, after training, or for W2 and W6 with the first weights. It is computed from the
predictions by the same lines for all. Where it is off from that of plywood by more than a thousandth, no page is written.
"""


def write(machine, records):
    parts = [HEAD.format(warning=WARNING if machine["quick"] else "", **machine), summary(records), HOW_TO_READ]
    for workload in WORKLOADS:
        of_workload = [record for record in records if record.workload == workload.name]
        if of_workload:
            parts += [f"## {workload.name}: {workload.title}\n", table(of_workload)]
    return "\n".join(parts)


def summary(records):
    """Each library's least time, in its best variant."""
    libraries = list(dict.fromkeys(record.library for record in records))
    lines = [row(["", *libraries]), row(["---"] + ["---:"] * len(libraries))]
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
    lines = [row(["", "version", "least", "median", "× best", "loss"]),
             row(["---", "---", "---:", "---:", "---:", "---:"])]
    best = min(record.least for record in records)
    for record in sorted(records, key=lambda record: record.least):
        lines.append(row([bold_if(record.library == "plywood", record.name), record.version, time(record.least),
                          time(record.median), f"{record.least / best:.2f}", f"{record.final_losses[0]:.5g}"]))
    return "\n".join(lines) + "\n"


def row(cells):
    return f"| {' | '.join(cells)} |"


def bold_if(condition, text):
    return f"**{text}**" if condition else text


def time(seconds):
    """Three digits, in the unit that leaves at least one before the point."""
    scale, unit = next(((scale, unit) for scale, unit in UNITS if seconds >= scale), UNITS[-1])
    value = seconds / scale
    return f"{value:.{0 if value >= 100 else 1 if value >= 10 else 2}f} {unit}"
