"""The layers of the architecture, held by reading every import of every file.

Nothing points up, siblings never meet. Imports inside functions count too; those under `if TYPE_CHECKING:`
do not, as nothing is loaded by them.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
STDLIB = frozenset(sys.stdlib_module_names)
OURS = ("vm", "world", "stdlib_shims")
IMPURE = ("os", "time", "threading", "logging", "sqlite3", "socket", "subprocess", "asyncio", "pathlib", "io")


@dataclass(frozen=True)
class Layer:
    """What the files below `folder` may import: ours, third parties' and, of the stdlib, all but `never`."""

    folder: str
    ours: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    never: tuple[str, ...] = ()


FACE = ("vm", "world", "stdlib_shims")
CORE = ("events", "codec", "frozen", "lifecycle", "journal")  # what a world may use of it
WORLD = ("vm.errors", *(f"vm.core.{name}" for name in CORE), "world")
LAYERS = (  # the longest folder that a file lies in is its layer
    Layer("vm/errors", ours=("vm.errors",), never=IMPURE),
    Layer("vm/core", ours=("vm.errors", "vm.core"), never=IMPURE),
    Layer("stdlib_shims", ours=("stdlib_shims",)),
    Layer(
        "vm/sandbox",
        ours=("vm", "vm.errors", "vm.core", "vm.sandbox", "stdlib_shims"),
        others=("RestrictedPython",),
        never=("sqlite3",),
    ),
    Layer(
        "world",
        ours=(
            "vm.errors",
            "vm.core.events",
            "vm.core.codec",
            "vm.core.frozen",
            "vm.core.lifecycle",
            "vm.core.journal",
            "world",
        ),
    ),
    Layer(
        "world/sqlite",
        ours=(
            "vm.errors",
            "vm.core.events",
            "vm.core.codec",
            "vm.core.frozen",
            "vm.core.lifecycle",
            "vm.core.journal",
            "world",
        ),
        others=("sqlite_utils",),
    ),
    Layer(
        "world/contract",  # the suite for worlds of third parties
        ours=(
            "vm.errors",
            "vm.core.events",
            "vm.core.codec",
            "vm.core.frozen",
            "vm.core.lifecycle",
            "vm.core.journal",
            "world",
        ),
        others=("pytest", "hypothesis"),
    ),
    Layer(
        "vm/host",
        ours=("vm.errors", "vm.core", "vm.sandbox", "vm.host", "world.interface", "world.records", "world.changes"),
        others=("trio", "outcome", "cronsim", "pydantic"),  # pydantic for the payloads whose hook asks for a model
        never=("sqlite3",),
    ),
    Layer("vm/face", ours=FACE, others=("trio", "outcome", "rich"), never=("sqlite3",)),
    Layer("vm/face/telemetry", ours=FACE, others=("prometheus_client", "opentelemetry"), never=("sqlite3",)),
    Layer("vm/face/http", ours=FACE, others=("trio", "starlette", "hypercorn", "pydantic"), never=("sqlite3",)),
    Layer("vm/client", ours=("vm.errors", "vm.core", "vm.client"), others=("httpx", "anyio")),
    Layer("vm/graph", ours=FACE, others=("trio", "pydantic", "jsonschema", "typing_extensions"), never=("sqlite3",)),
    Layer("vm/graph/kit", ours=("vm", "vm.graph.kit"), never=tuple({*IMPURE} - {"time"})),  # read in the sandbox
    Layer("vm/inspect", ours=("vm.errors", "vm.core", "vm.sandbox", "vm.inspect", "world.interface", "world.records")),
    Layer("vm/testing", ours=FACE, others=("trio", "pytest", "pytest_trio")),
    # parcels lies beside the example that uses it
    Layer("vm/examples", ours=("vm", "vm.examples", "vm.graph"), others=("httpx", "PIL", "parcels", "pydantic")),
    Layer("vm", ours=("vm",)),
)
CONCRETE_WORLDS = ("world.memory", "world.sqlite")


def find_files() -> list[Path]:
    return sorted(path for name in OURS for path in (ROOT / name).rglob("*.py"))


def find_layer(file: str) -> Layer:
    matching = [layer for layer in LAYERS if file == layer.folder or file.startswith(f"{layer.folder}/")]
    return max(matching, key=lambda layer: len(layer.folder))


def imports_of(tree: ast.AST, package: str) -> Iterator[tuple[int, str]]:
    """Yield (line, dotted module) of every import that runs; relative ones are resolved in `package`."""
    for node in ast.iter_child_nodes(tree):
        match node:
            case ast.If(test=ast.Name(id="TYPE_CHECKING")):
                continue
            case ast.Import(names=names):
                yield from ((node.lineno, alias.name) for alias in names)
            case ast.ImportFrom(module=module, level=0):
                yield from ((node.lineno, f"{module}.{alias.name}") for alias in node.names)
            case ast.ImportFrom(module=module, level=level):
                base = ".".join(package.split(".")[: -(level - 1) or None])
                yield from ((node.lineno, f"{base}.{module or alias.name}") for alias in node.names)
            case _:
                yield from imports_of(node, package)


def is_within(module: str, allowed: tuple[str, ...]) -> bool:
    return any(module == name or module.startswith(f"{name}.") for name in allowed)


def is_ours_allowed(module: str, layer: Layer) -> bool:
    """`vm` itself means the public names alone (`from vm import step`), not everything that lies below."""
    for name in layer.ours:
        if name == "vm" and layer.ours != FACE:
            if module.count(".") <= 1 and not (ROOT / module.replace(".", "/")).is_dir():
                return True
        elif is_within(module, (name,)):
            return True
    return False


@cache
def imports_in(path: Path) -> list[tuple[int, str]]:
    """Return the imports of a file of ours. Two tests read all of them."""
    package = path.parent.relative_to(ROOT).as_posix().replace("/", ".")
    return list(imports_of(ast.parse(path.read_text(encoding="utf-8")), package))


def find_offences(file: str, imports: Iterable[tuple[int, str]]) -> list[str]:
    layer = find_layer(file)
    found = []
    for line, module in imports:
        top = module.split(".")[0]
        if top in OURS:
            fits = is_ours_allowed(module, layer)
        elif top in STDLIB:
            fits = not is_within(module, layer.never)
        else:
            fits = top in layer.others
        if not fits:
            found.append(f"{file}:{line} imports {module}")
    return found


@pytest.mark.parametrize("layer", LAYERS, ids=lambda layer: layer.folder)
def test_files_import_only_what_their_layer_may(layer: Layer) -> None:
    allowed = {"vm/__init__.py", "vm/__main__.py"}  # the public names, and the command: loaded when asked for
    files = {path: path.relative_to(ROOT).as_posix() for path in find_files()}
    files = {path: file for path, file in files.items() if find_layer(file) is layer and file not in allowed}
    assert [offence for path, file in files.items() for offence in find_offences(file, imports_in(path))] == []


def test_only_the_wiring_names_a_concrete_world() -> None:
    naming = {
        path.relative_to(ROOT).as_posix()
        for path in find_files()
        if not path.is_relative_to(ROOT / "world")
        for _, module in imports_in(path)
        if is_within(module, CONCRETE_WORLDS)
    }
    assert naming <= {"vm/face/wiring.py"}


def offences_of(file: str, source: str) -> list[str]:
    return find_offences(file, imports_of(ast.parse(source), Path(file).parent.as_posix().replace("/", ".")))


@pytest.mark.parametrize(
    ("file", "source"),
    [
        ("vm/core/x.py", "import trio"),
        ("vm/core/x.py", "from time import time"),
        ("vm/core/x.py", "def late():\n    import os.path"),
        ("vm/core/x.py", "from vm.host.clock import Clock"),
        ("vm/core/x.py", "from ..host import clock"),
        ("vm/sandbox/x.py", "import sqlite3"),
        ("vm/sandbox/x.py", "from vm import host"),
        ("vm/host/x.py", "from world.sqlite import SqliteWorld"),
        ("world/x.py", "import sqlite_utils"),
        ("world/sqlite/x.py", "from vm.core import kernel"),
        ("stdlib_shims/x.py", "from vm import errors"),
        ("vm/examples/x.py", "from vm.host import engine"),
    ],
)
def test_layers_refuse_an_import_that_points_up_or_sideways(file: str, source: str) -> None:
    assert offences_of(file, source)


def test_layers_ignore_imports_for_the_type_checker_alone() -> None:
    source = "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from vm.host.engine import Engine\n"
    assert offences_of("vm/core/x.py", source) == []
