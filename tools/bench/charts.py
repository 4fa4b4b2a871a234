"""One chart for each scaling law: what happens to the cost as there is more to do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

import matplotlib as mpl
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter

from tools.bench.rounds import Rounds, Spread, by_size, summarize

if TYPE_CHECKING:
    from matplotlib.axes import Axes


class Line(NamedTuple):
    """One figure of a benchmark, over its sizes."""

    label: str
    bench: str
    figure: str


class Law(NamedTuple):
    """A chart: what is on its axes, and the lines in it."""

    file: str
    title: str
    x: str
    y: str
    lines: Sequence[Line]
    x_scale: str = "log"
    y_scale: str = "linear"


LAWS: Final = (
    Law(
        "step-cost.svg",
        "What a step costs, by the length of its run",
        "steps in the run",
        "µs per step",
        (
            Line("synchronous=FULL", "sequential", "us per step"),
            Line("synchronous=NORMAL", "sequential-normal", "us per step"),
        ),
    ),
    Law(
        "step-cost-peers.svg",
        "What a step costs, beside what users would pick instead",
        "steps in the run",
        "ms per step",
        (
            Line("ours", "peers", "ours, sequential: ms per step"),
            Line("DBOS, WAL and FULL", "peers", "DBOS with WAL and FULL, sequential: ms per step"),
            Line("DBOS as shipped", "peers", "DBOS as shipped, sequential: ms per step"),
            Line("Vercel's Python SDK", "peers", "Vercel's Python SDK, sequential: ms per step"),
        ),
        y_scale="log",
    ),
    Law(
        "fan-out.svg",
        "Steps gathered at once",
        "steps in the gather",
        "steps/s",
        (Line("fan-out", "fanout", "steps/s"),),
    ),
    Law(
        "many-runs.svg",
        "Runs of three steps started at once",
        "runs",
        "runs/s",
        (Line("runs", "many-runs", "runs/s"),),
    ),
    Law(
        "memory.svg",
        "Memory of the process at its peak",
        "steps gathered, or runs started, at once",
        "MB",
        (Line("steps", "fanout", "peak RSS MB"), Line("runs", "many-runs", "peak RSS MB")),
        x_scale="linear",
    ),
)


def draw_charts(rounds: Rounds, folder: Path) -> list[Path]:
    """Write a chart for every law of which something was measured; return their files."""
    mpl.rcParams["svg.hashsalt"] = "workflow-vm"  # the same figures give the same file
    spreads = {bench: summarize(figures) for bench, figures in rounds.items()}
    drawn = []
    for law in LAWS:
        lines = {line: by_size(spreads.get(line.bench, {}), line.figure) for line in law.lines}
        if any(lines.values()):
            drawn.append(folder / law.file)
            _draw(law, lines).savefig(drawn[-1], metadata={"Date": None})
    return drawn


def _draw(law: Law, lines: Mapping[Line, dict[int, Spread]]) -> Figure:
    figure = Figure(figsize=(7, 4), layout="constrained")
    axes = figure.subplots()
    sizes: set[int] = set()
    for line, measured in lines.items():
        if measured:
            sizes.update(measured)
            _draw_line(axes, line.label, measured)
    axes.set_title(law.title, loc="left")
    axes.set_xlabel(law.x)
    axes.set_ylabel(law.y)
    axes.set_xscale(law.x_scale)
    axes.set_yscale(law.y_scale)
    if law.x_scale == "log":
        axes.set_xticks(sorted(sizes))
    if law.y_scale == "linear":
        axes.set_ylim(bottom=0)
    axes.minorticks_off()
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.10g}"))
    axes.grid(axis="y", alpha=0.3)
    axes.spines[["top", "right"]].set_visible(False)
    if len(law.lines) > 1:
        figure.legend(loc="outside lower left", ncols=len(law.lines), frameon=False)
    return figure


def _draw_line(axes: Axes, label: str, measured: dict[int, Spread]) -> None:
    """Draw medians with the spread of the rounds behind them."""
    sizes = sorted(measured)
    spreads = [measured[size] for size in sizes]
    (drawn,) = axes.plot(sizes, [spread.median for spread in spreads], marker="o", label=label)
    low, high = [spread.least for spread in spreads], [spread.greatest for spread in spreads]
    axes.fill_between(sizes, low, high, alpha=0.15, color=drawn.get_color(), linewidth=0)
