"""Show the graphs in a file: as a tree, as Mermaid, or as JSON.

FILE is a Python file with graphs in it, or JSON that --json or
vm.graph.dump_graph has written. The file is imported, nothing in it is run.
"""

from __future__ import annotations

import argparse
from typing import Final

from vm.face.cli import exits
from vm.face.cli.screen import Screen
from vm.face.cli.usage import add_json

FORMATS: Final = ("tree", "mermaid", "json")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", help="a Python file with graphs in it, or a graph as JSON")
    parser.add_argument("--workflow", metavar="NAME", help="which one, by its variable or id (default: all of them)")
    parser.add_argument(
        "--format", choices=FORMATS, default="tree", help="tree (default), mermaid, or json, which is --json"
    )
    add_json(parser)


def execute(options: argparse.Namespace, screen: Screen) -> int:
    from vm.face.cli.graphs import read_outlines, tree_lines
    from vm.graph.pictures import draw_graph, mermaid_of

    found = read_outlines(options.file, options.workflow)
    if screen.is_json:
        screen.answer({"file": options.file, "graphs": list(found)})
        return exits.DONE
    for outline in found:
        drawn = draw_graph(outline)
        if options.format == "mermaid":
            screen.out.write(mermaid_of(drawn))
        else:
            screen.show(tree_lines(drawn))
    return exits.DONE
