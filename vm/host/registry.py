"""The steps and types of this process: what a plain import of the workflow's files gives."""

from __future__ import annotations

import functools
import importlib.util
import inspect
import linecache
import sys
from collections.abc import Callable
from datetime import tzinfo
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any, Final, NoReturn

from vm.core.codec import zone_of_process
from vm.errors import StepsNotImportable, WorkflowCalledDirectly
from vm.host.steps import RegisteredStep
from vm.sandbox.source import lines_of

if TYPE_CHECKING:
    from vm.host.programs import Source


class HostTypes:
    """Finds classes by the names that values in the journal carry, on the steps' side of the boundary.

    `FILE//Qual.Name` is a class of a project file, `module//Qual.Name` one of an imported module. Nothing is
    imported on behalf of a stored value.
    """

    set_type: type = set
    frozenset_type: type = frozenset

    def __init__(self) -> None:
        self._module_of_file: dict[str, ModuleType] = {}
        self._file_of_module: dict[str, str] = {}

    def add(self, file: str, module: ModuleType) -> None:
        self._module_of_file[file] = module
        self._file_of_module[module.__name__] = file

    def find_module(self, file: str) -> ModuleType | None:
        """Return the module that a project file was imported as here, or None."""
        return self._module_of_file.get(file)

    def name_of(self, cls: type) -> str | None:
        module = cls.__module__
        if _is_error_of_ours(cls):
            return f"vm//{cls.__qualname__}"
        place = self._file_of_module.get(module, module)
        name = f"{place}//{cls.__qualname__}"
        return name if self.find(name) is cls else None

    def find(self, name: str) -> type | None:
        place, _, qualname = name.partition("//")
        if place == "vm":
            place = "vm.errors"
        found: Any = self._module_of_file.get(place) or sys.modules.get(place)
        for part in qualname.split("."):
            found = getattr(found, part, None)
        return found if isinstance(found, type) else None

    def find_zone(self, key: str) -> tzinfo | None:
        return zone_of_process(key)


def _is_error_of_ours(cls: type) -> bool:
    return cls.__module__ == "vm.errors"


class Registry:
    """Step functions by step id. `load` imports a source's files as ordinary modules.

    `dress` may put another function in the place of each step that is registered from then on.
    """

    def __init__(self) -> None:
        self.dress: Callable[[RegisteredStep], RegisteredStep] | None = None
        self.steps: dict[str, RegisteredStep] = {}
        self.types = HostTypes()
        self._loaded: dict[str, tuple[str, ModuleType]] = {}
        self._pinned: set[str] = set()
        self._current: dict[str, Source] = {}  # whose steps are registered under a file's name

    def load(self, source: Source, *, is_pinned: bool = False) -> None:
        """Import the files of `source` that hold steps, and its entry; register their steps.

        A file that was loaded before with the same text is not imported again. Pinned ones stay: no file of the
        same name takes their place.

        Raises:
            StepsNotImportable: A file raises when it is imported.
        """
        files = {source.bundle.entry, *(step.file for step in source.discovery.steps.values())}
        for file in sorted(files - self._pinned):
            if self._current.get(file) is source:
                continue
            module = self._import(source, file)
            self._current[file] = source
            self.types.add(file, module)
            for step in source.discovery.steps.values():
                if step.file == file:
                    function = getattr(module, step.name)
                    self._register(step.id, function.as_function() if step.is_graph else function)
            for workflow in source.discovery.workflows.values():
                if workflow.file != file:
                    continue
                if workflow.is_graph:
                    self.register_graph(getattr(module, workflow.name), workflow.id.replace("workflow", "step", 1))
                elif module.__name__ != "__main__":
                    _guard(module, workflow.name)
        if is_pinned:
            self._pinned |= files

    def register_graph(self, graph: Any, place: str) -> None:
        """Register the steps of a graph: what has `steps_at`, which gives ids below `place` and functions."""
        for step_id, function in graph.steps_at(place):
            self._register(step_id, function)

    def _register(self, step_id: str, function: Callable[..., Any]) -> None:
        options = getattr(function, "__vm_step__", {})
        step = RegisteredStep(step_id, function, options, is_coroutine_function(function))
        self.steps[step_id] = step if self.dress is None else self.dress(step)

    def _import(self, source: Source, file: str) -> ModuleType:
        text = source.bundle.files[file]
        key = file if source.root is None else str(source.root / file)
        known = self._loaded.get(key)
        if known is not None and known[0] == text:
            return known[1]
        try:
            root = source.root
            module = _execute_text(file, text) if root is None else _import_file(root, file, text)
        except (Exception, SystemExit) as error:  # a script without a main guard may well end by sys.exit()
            raise StepsNotImportable(file, error) from error
        self._loaded[key] = (text, module)
        return module


def is_coroutine_function(function: Callable[..., Any]) -> bool:
    """Say whether a step is to be awaited, also one that is wrapped."""
    return inspect.iscoroutinefunction(inspect.unwrap(function))


def _guard(module: ModuleType, name: str) -> None:
    """Make a workflow that is called like a function say what to do instead."""
    function = getattr(module, name)
    if hasattr(function, "__vm_workflow__"):
        return

    @functools.wraps(function)
    def refuse(*_: object, **__: object) -> NoReturn:
        raise WorkflowCalledDirectly(name)

    refuse.__vm_workflow__ = True  # type: ignore[attr-defined]
    setattr(module, name, refuse)


def _dotted(file: str) -> str:
    return file.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def _import_file(root: Path, file: str, text: str) -> ModuleType:
    """Import a file under the name that the project itself would use, sharing a module already imported.

    A module that was imported here from another text than `text` is imported again.
    """
    path = root / file
    for folder in (str(root), str(path.parent)):
        if folder not in sys.path:
            sys.path.insert(0, folder)
    name = _dotted(file)
    for candidate in (name, path.stem, "__main__"):
        known = sys.modules.get(candidate)
        if known is not None and _is_file_of(known, path) and getattr(known, _TEXT, text) == text:
            return known
    if name in sys.modules and not _is_file_of(sys.modules[name], path):
        name = f"{_PRIVATE}{abs(hash(str(path))):x}.{path.stem}"  # somebody else has the name
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None, "a .py file always has a spec"
    assert spec.loader is not None, "a .py file always has a loader"
    module = importlib.util.module_from_spec(spec)
    setattr(module, _TEXT, text)
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)
    except BaseException:
        del sys.modules[name]
        raise
    return module


_PRIVATE: Final = "_vm_steps_"
_TEXT: Final = "__vm_text__"


def _is_file_of(module: ModuleType, path: Path) -> bool:
    file = getattr(module, "__file__", None)
    return file is not None and Path(file).resolve() == path.resolve()


def _execute_text(file: str, text: str) -> ModuleType:
    """Make a module of source text that no file holds."""
    module = ModuleType(f"{_PRIVATE}{_dotted(file)}")
    sys.modules[module.__name__] = module
    linecache.cache[file] = (len(text), None, lines_of(text), file)
    exec(compile(text, file, "exec", dont_inherit=True), module.__dict__)
    return module
