"""Where an import leads inside a project: module names to file names. Pure; the caller says which files exist."""

from __future__ import annotations

import ast
import posixpath
from collections.abc import Callable, Iterable, Iterator
from typing import Final, NamedTuple

from stdlib_shims import NAMES
from vm.sandbox.source import is_main_block, is_type_checking
from vm.sandbox.trees import children

OUR_MODULES: Final = frozenset(("vm", "asyncio", "trio"))
"""Packages that the sandbox itself stands in for. A project cannot shadow them."""

GRAPH: Final = "vm.graph"
KIT: Final = "vm/graph/kit/"
"""Where the part of `vm.graph` lies that runs inside. It joins a bundle like a project's own files, under this name in
every project, so that a run keeps the engine that it was started with."""


class Target(NamedTuple):
    """What one import statement asks for: a module, and the names taken from it (none for `import a.b`)."""

    module: str
    level: int
    names: tuple[str, ...]


def is_ours(module: str) -> bool:
    """Whether a module name means this package or a shimmed module, whatever files the project has."""
    top = module.partition(".")[0]
    return top in OUR_MODULES or top in NAMES


def find_file(module: str, level: int, importer: str, entry: str, exists: Callable[[str], bool]) -> str | None:
    """Return the file of a module, or None when the project has none.

    An absolute name is looked for beside the entry file, then from the root; a relative one from the
    folder of `importer`.
    """
    if level == 0 and is_ours(module):
        return _find_in_kit(module, exists)
    for base in _bases(module, level, importer, entry):
        for candidate in (posixpath.join(base, "__init__.py"), f"{base}.py"):
            if exists(candidate):
                return candidate
    return None


def _find_in_kit(module: str, exists: Callable[[str], bool]) -> str | None:
    """`vm.graph` means, inside, what its kit offers; its other modules are for outside."""
    if module == GRAPH:
        return f"{KIT}__init__.py"
    folder, _, name = module.rpartition(".")
    file = f"{folder.replace('.', '/')}/{name}.py"
    return file if file.startswith(KIT) and exists(file) else None


def find_folder(module: str, level: int, importer: str, entry: str, files: Iterable[str]) -> str | None:
    """Return the folder of a package without `__init__.py` that holds some of `files`, or None."""
    if level == 0 and is_ours(module):
        return None
    for base in _bases(module, level, importer, entry):
        if not base or any(file.startswith(f"{base}/") for file in files):
            return base
    return None


def _bases(module: str, level: int, importer: str, entry: str) -> Iterator[str]:
    """Yield where a module's file or folder may be, without its suffix."""
    for folder in _folders(level, importer, entry):
        yield posixpath.join(folder, *module.split(".")) if module else folder


def _folders(level: int, importer: str, entry: str) -> Iterator[str]:
    if level == 0:
        yield posixpath.dirname(entry)
        yield ""
        return
    folder = posixpath.dirname(importer)
    for _ in range(level - 1):
        if not folder:
            return  # beyond the root
        folder = posixpath.dirname(folder)
    yield folder


def module_name(file: str, entry: str) -> str:
    """Return the dotted name of a project file, as its neighbours import it: the entry's folder is a root."""
    folder = posixpath.dirname(entry)
    short = file.removeprefix(f"{folder}/") if folder else file
    name = short.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
    return posixpath.basename(folder) or name if name == "__init__" else name


def imports_of(tree: ast.Module, skipped: frozenset[ast.AST]) -> Iterator[Target]:
    """Yield what a file may import in the sandbox, in functions too.

    `skipped` are the functions whose bodies the sandbox never sees; blocks for type checkers and for the
    file run as a script are left out as well.
    """
    queue: list[ast.AST] = [tree]
    while queue:
        node = queue.pop()
        if node in skipped:
            continue
        if is_main_block(node) or is_type_checking(node):
            queue.extend(getattr(node, "orelse", ()))
            continue
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield Target(alias.name, 0, ())
        elif isinstance(node, ast.ImportFrom):
            yield Target(node.module or "", node.level, tuple(alias.name for alias in node.names))
        queue.extend(children(node))


def files_of(target: Target, importer: str, entry: str, exists: Callable[[str], bool]) -> Iterator[str]:
    """Yield the project files that an import may execute: the module, its packages, its submodules named."""
    parts = target.module.split(".") if target.module else []
    prefixes = [".".join(parts[: count + 1]) for count in range(len(parts))]
    if target.level and not parts:
        prefixes = [""]
    names = [f"{target.module}.{name}" if target.module else name for name in target.names]
    for module in (*prefixes, *names):
        found = find_file(module, target.level, importer, entry, exists)
        if found is not None:
            yield found
