"""The figures as a table on the terminal."""

from __future__ import annotations

from rich.table import Table

from tools.bench.aims import find_aim
from tools.bench.rounds import Rounds, shorten, summarize


def make_table(rounds: Rounds) -> Table:
    """Return medians and spread of every figure, beside what it has to reach."""
    table = Table(header_style="bold")
    table.add_column("benchmark", no_wrap=True)
    table.add_column("figure", min_width=24)
    for name in ("median", "least", "greatest"):
        table.add_column(name, justify="right")
    table.add_column("aim")
    for bench, figures in rounds.items():
        for place, (name, spread) in enumerate(summarize(figures).items()):
            aim = find_aim(bench, name)
            verdict = "" if aim is None else f"[{'green' if aim.is_met(spread.median) else 'red'}]{aim}[/]"
            table.add_row("" if place else bench, name, *map(shorten, spread), verdict)
        table.add_section()
    return table
