"""From what a caller gives (a path, a function, source text) to a bundle, its workflow and its program."""

from __future__ import annotations

import inspect
import json
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from vm.core.frozen import frozen
from vm.core.ids import short_name
from vm.errors import BadInput, SeveralWorkflows, SourceNotFound, WorkflowNotFound
from vm.sandbox.bundle import Bundle
from vm.sandbox.discovery import Discovery, discover
from vm.sandbox.loader import find_root, load_bundle, load_source
from vm.sandbox.program import SandboxProgram
from world.interface import World


@frozen
class Source:
    """A bundle with where it came from: `root` is the folder its file names are relative to, or None for text."""

    bundle: Bundle
    discovery: Discovery
    root: Path | None
    workflow_id: str

    def check_arguments(self, args: Sequence[Any], kwargs: Mapping[str, Any]) -> None:
        """Raise `WrongArguments` when the workflow cannot be called so."""
        self.discovery.workflows[self.workflow_id].check_arguments(args, kwargs)

    @staticmethod
    def dump_origin(sources: Sequence[Source]) -> str:
        """Return JSON that says where the code of the steps was found, for whoever goes on with the run."""
        return _dump_places(tuple((source.root, source.bundle.entry) for source in sources))


@lru_cache(maxsize=64)  # a program starts many runs of few files
def _dump_places(places: tuple[tuple[Path | None, str], ...]) -> str:
    return json.dumps([{"root": None if root is None else str(root), "entry": entry} for root, entry in places])


def join_bundles(source: Source, steps: Sequence[Source]) -> Bundle:
    """Return the bundle of `source` with the files of `steps` in it, so that its body may name their steps.

    Raises:
        BadInput: Two files of one name hold different text.
    """
    files = dict(source.bundle.files)
    for other in steps:
        for name, text in other.bundle.files.items():
            if files.setdefault(name, text) != text:
                raise BadInput(f"there are two files {name} with different text", fix="rename one of them")
    return Bundle(source.bundle.entry, files) if steps else source.bundle


def rename_entry(bundle: Bundle, name: str) -> Bundle:
    """Put a bundle's entry file in the place of the recorded one: ids are made of file names."""
    if bundle.entry == name:
        return bundle
    files = {file: text for file, text in bundle.files.items() if file != bundle.entry}
    return Bundle(name, {**files, name: bundle.files[bundle.entry]})


def find_source(source: Any, workflow: str | None, *, is_steps_only: bool = False) -> Source:
    """Load what `source` names and choose its workflow.

    `source` is a path (a `Path`, or text without line breaks), a function, or source text. With
    `is_steps_only` no workflow is chosen.

    Raises:
        SourceNotFound, SourceRefused, WorkflowNotFound, SeveralWorkflows: As they say.
    """
    name = workflow
    root: Path | None = None
    if callable(source):
        path = _file_of(source)
        name = workflow or source.__name__
        bundle, root = load_bundle(path), find_root(path)
    elif isinstance(source, Path) or (isinstance(source, str) and "\n" not in source):
        path = Path(source).absolute()
        bundle, root = load_bundle(source), find_root(path)
    elif isinstance(source, str):
        bundle = load_source(source)
    else:
        raise BadInput(f"a {type(source).__name__} is not a workflow", fix="give a path, a function or source text")
    discovery = discover(bundle)
    chosen = "" if is_steps_only else _choose(bundle, discovery, name)
    return Source(bundle, discovery, root, chosen)


def _file_of(function: Callable[..., Any]) -> Path:
    try:
        return Path(inspect.getfile(inspect.unwrap(function)))
    except TypeError as error:
        raise SourceNotFound(repr(function), "it was not defined in a file") from error


def _choose(bundle: Bundle, discovery: Discovery, name: str | None) -> str:
    """Return the id of the workflow meant: by id or name, or the entry file's only one."""
    ids = list(discovery.workflows)
    if name is not None:
        matches = [found for found in ids if name in (found, short_name(found))]
        own = [found for found in matches if found.split("//")[1] == bundle.entry]
        matches = own or matches
    else:
        own = [found for found in ids if found.split("//")[1] == bundle.entry]
        matches = [found for found in own if not discovery.workflows[found].is_inner]
    names = [short_name(found) for found in ids]
    if not matches:
        raise WorkflowNotFound(bundle.entry, name, names)
    if len(matches) > 1:
        raise SeveralWorkflows(bundle.entry, [short_name(found) for found in matches])
    return matches[0]


class ProgramCache:
    """Programs by bundle and workflow: compiled once in a process, from the world's bytes when need be."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._bundles: dict[str, Bundle] = {}
        self._programs: dict[tuple[str, str], SandboxProgram] = {}

    def get(self, bundle: Bundle, workflow_id: str) -> SandboxProgram:
        """Return the program of a bundle at hand."""
        self._bundles.setdefault(bundle.hash, bundle)
        key = (bundle.hash, workflow_id)
        if key not in self._programs:
            self._programs[key] = SandboxProgram(bundle, workflow_id)
        return self._programs[key]

    def bundle(self, bundle_hash: str) -> Bundle:
        """Return a bundle, from the world unless it is known."""
        if bundle_hash not in self._bundles:
            self._bundles[bundle_hash] = Bundle.from_bytes(self._world.get_bundle(bundle_hash))
        return self._bundles[bundle_hash]

    def load(self, bundle_hash: str, workflow_id: str) -> SandboxProgram:
        """Return the program that a stored run points at."""
        return self.get(self.bundle(bundle_hash), workflow_id)
