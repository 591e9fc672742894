"""What was measured: one record for each library, variant and workload."""

import json
from dataclasses import dataclass, field
from statistics import median

# The largest part by which two losses may differ. It leaves room for sums in another order, and for the place of
# epsilon in Adam's step: README.md has what that is for each library.
TOLERANCE = 1e-3


@dataclass
class Record:
    workload: str
    library: str
    variant: str
    version: str
    # Seconds per unit.
    samples: list[float] = field(default_factory=list)
    final_losses: list[float] = field(default_factory=list)

    @property
    def name(self):
        return f"{self.library}, {self.variant}" if self.variant else self.library

    @property
    def least(self):
        return min(self.samples)

    @property
    def median(self):
        return median(self.samples)


def read(path):
    """The machine, and the records, from a file of raw results."""
    machine, *lines = [json.loads(line) for line in path.read_text().splitlines()]
    records = {}
    for line in lines:
        key = {name: line[name] for name in ("workload", "library", "variant", "version")}
        record = records.setdefault(tuple(key.values()), Record(**key))
        record.samples.append(line["seconds"])
        record.final_losses.append(line["final_loss"])
    return machine, list(records.values())


def disagreements(records):
    """Sentences that say which final losses are not that of plywood."""
    expected = {record.workload: record.final_losses[0] for record in records if record.library == "plywood"}
    for record in records:
        if record.workload not in expected:
            continue
        goal = expected[record.workload]
        for loss in record.final_losses:
            # Written so that a loss that is no number is one of them.
            if not abs(loss - goal) <= TOLERANCE * abs(goal):
                yield f"{record.workload}: {record.name} ends with the loss {loss:.6g}, plywood with {goal:.6g}"
