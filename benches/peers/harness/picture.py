"""docs/benchmarks.svg: for each workload, how many times as long as plywood the others take."""

import math

from .report import best_of_each_library
from .workloads import WORKLOADS

WIDTH, LEFT, RIGHT, TOP, BOTTOM = 840, 196, 24, 70, 44
ROW, MARK = 44, 4.5

# Colours for a light page and for a dark one, as far apart as seven can be.
COLOURS = [("#2563eb", "#7aa7ff"), ("#ea580c", "#ff9d5c"), ("#16a34a", "#5fd38a"), ("#9333ea", "#c99bff"),
           ("#db2777", "#ff8cc0"), ("#0e7490", "#5fd0e6"), ("#a16207", "#e0b84c")]
LIGHT = dict(page="#fff", text="#333", grid="#e3e3e3", one="#555")
DARK = dict(page="#161616", text="#ddd", grid="#333", one="#aaa")


def draw(records):
    times = {workload.name: best_of_each_library(records, workload.name) for workload in WORKLOADS}
    ratios = {name: {library: time / least["plywood"] for library, time in least.items() if library != "plywood"}
              for name, least in times.items() if "plywood" in least}
    networks = {workload.name: workload.title.split(":")[0] for workload in WORKLOADS}
    libraries = list(dict.fromkeys(record.library for record in records if record.library != "plywood"))
    axis = Axis([ratio for of_workload in ratios.values() for ratio in of_workload.values()])
    height = TOP + ROW * len(ratios) + BOTTOM
    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}">',
             f"<style>{style()}</style>", '<rect class="page" width="100%" height="100%"/>']
    parts += legend(libraries)
    parts += axis.draw(height - BOTTOM)
    for index, (name, of_workload) in enumerate(ratios.items()):
        top = TOP + ROW * index
        parts.append(f'<text x="16" y="{top + ROW / 2 - 2}">{name}</text>')
        parts.append(f'<text class="small" x="16" y="{top + ROW / 2 + 14}">{networks[name]}</text>')
        parts.append(f'<path class="grid" d="M16 {top}H{WIDTH - RIGHT}"/>')
        for lane, library in enumerate(libraries):
            if library in of_workload:
                y = top + (lane + 1) * ROW / (len(libraries) + 1)
                tip = f"{name}, {library}: {of_workload[library]:.2f} × the time of plywood"
                parts.append(f'<circle class="mark{lane}" cx="{axis.place(of_workload[library]):.1f}" cy="{y:.1f}" '
                             f'r="{MARK}"><title>{tip}</title></circle>')
    parts.append("</svg>\n")
    return "\n".join(parts)


class Axis:
    """A logarithmic axis over these ratios, and 1."""

    def __init__(self, ratios):
        logarithms = [math.log10(ratio) for ratio in ratios] + [0]
        self.low, self.high = min(logarithms) - 0.15, max(max(logarithms), 1) + 0.1

    def place(self, ratio):
        return LEFT + (math.log10(ratio) - self.low) / (self.high - self.low) * (WIDTH - LEFT - RIGHT)

    def draw(self, bottom):
        for power in range(math.ceil(self.low), math.floor(self.high) + 1):
            x = self.place(10.0 ** power)
            yield f'<path class="{"one" if power == 0 else "grid"}" d="M{x:.1f} {TOP}V{bottom}"/>'
            yield f'<text class="middle" x="{x:.1f}" y="{bottom + 18}">{10.0 ** power:,g}</text>'
        middle = (LEFT + WIDTH - RIGHT) / 2
        yield f'<text class="middle" x="{middle}" y="{bottom + 36}">times as long as plywood; left of 1 is faster</text>'


def legend(libraries):
    for lane, library in enumerate(libraries):
        x, y = LEFT + 150 * (lane % 4), 24 + 22 * (lane // 4)
        yield f'<circle class="mark{lane}" cx="{x}" cy="{y}" r="{MARK}"/><text x="{x + 10}" y="{y + 4}">{library}</text>'


def style():
    def colours(page, which):
        marks = "".join(f".mark{lane}{{fill:{both[which]}}}" for lane, both in enumerate(COLOURS))
        return (f".page{{fill:{page['page']}}}text{{fill:{page['text']}}}.grid{{stroke:{page['grid']}}}"
                f".one{{stroke:{page['one']};stroke-width:1.5}}{marks}")
    return ("text{font:13px system-ui,sans-serif}.small{font-size:11px}.middle{text-anchor:middle}"
            f"{colours(LIGHT, 0)}@media(prefers-color-scheme:dark){{{colours(DARK, 1)}}}")
