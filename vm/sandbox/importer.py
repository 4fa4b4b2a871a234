"""What import statements give in one run: our face, shims, the project's own modules, placeholders."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import CellType, CodeType
from typing import Any, Final

from stdlib_shims import NAMES, make, members_of, name_of, refusal_of
from stdlib_shims.face import Face
from vm import errors
from vm.errors import AccessRefused
from vm.sandbox import names
from vm.sandbox.classes import plain_repr
from vm.sandbox.counter import execute
from vm.sandbox.modules import GRAPH, KIT, find_file, find_folder, module_name
from vm.sandbox.placeholder import Gate, Placeholder
from vm.sandbox.project import Project, namespace_of

_C_IMPORTS: Final = frozenset(
    ("_strptime", "time", "datetime", "warnings", "_warnings", "encodings", "unicodedata", "typing")
)
"""What C code imports through its caller's `__import__`. Source cannot name that function."""


class Importer:
    """Resolves imports for one run and executes the project's modules, each once.

    `faces` are ours by module name; `makers` make those that few runs want. `code` is the compiled source by
    file name; `refusals` says of files that the policy refused why. `builtins` is what modules get for theirs, `cells`
    the variables that their functions count in.
    """

    def __init__(
        self,
        *,
        entry: str,
        code: Mapping[str, CodeType],
        refusals: Mapping[str, str],
        faces: Mapping[str, Face],
        makers: Mapping[str, Callable[[], Face]],
        run: Any,
        gate: Gate,
        builtins: dict[str, Any],
        cells: Mapping[str, CellType],
        parts: tuple[object, ...],
    ) -> None:
        self._entry = entry
        self._code = code
        self._refusals = refusals
        self._faces: dict[str, object] = dict(faces)
        self._makers = makers
        self._run = run
        self._gate = gate
        self._builtins = builtins
        self._cells = cells
        self._parts = parts  # what the namespaces are guarded by: it goes with them
        self.modules: dict[str, Project] = {}

    def take_apart(self) -> None:
        """Empty all namespaces: nobody executes anything in them any more.

        A module's functions hold its namespace, which holds them. Each keeps its own `__builtins__`, emptied too: what
        runs nevertheless (the `finally` of a generator that is freed) finds no name at all, rather than Python's own.
        """
        namespaces = [namespace_of(module) for module in self.modules.values()]
        self.modules.clear()
        self._faces.clear()
        for namespace in namespaces:
            for name in [name for name in namespace if name != "__builtins__"]:
                del namespace[name]
        self._builtins.clear()
        self._makers = {}
        self._run.let_go()
        self._run = None
        for part in self._parts:
            vars(part).clear()

    # ---- what compiled source calls

    def bind_import(self, importer: str, module: str, has_alias: bool) -> object:
        """`import module` binds its top package; `import module as name` the module itself."""
        found = self.import_module(importer, 0, module)
        if has_alias or "." not in module:
            return found
        return self._package(importer, module)

    def import_name(self, importer: str, level: int, module: str, name: str) -> object:
        """`from module import name`.

        Raises:
            ImportError: The project's module has no such name.
            AccessRefused: The name is private to a module that is not the project's.
        """
        found = self.import_module(importer, level, module)
        if type(found) is Project:
            return self._project_name(found, importer, level, module, name)
        if isinstance(found, Face):
            return self._face_name(found, module, name)
        return self._placeholder(f"{module}.{name}")

    def import_module(self, importer: str, level: int, module: str) -> object:
        if level == 0 and module in self._faces:
            return self._faces[module]
        file = find_file(module, level, importer, self._entry, self._exists)
        if file is not None:
            return self._project(file)
        if level == 0 and (module in self._makers or module in NAMES):
            self._faces[module] = self._make_face(module)
            return self._faces[module]
        folder = find_folder(module, level, importer, self._entry, self._code)
        if folder is not None:
            return self._folder(folder)
        return self._placeholder(module or ".")

    def import_for_c(self, name: str, *_: object) -> Any:
        """`__import__` of the namespace: for `datetime.strptime` and its like, which look modules up with it."""
        if name not in _C_IMPORTS:
            raise ImportError(f"{name} is not available in workflow code")
        return __import__(name)

    # ---- the project's modules

    def execute(self, file: str) -> Project:
        """Execute a module of the project, unless that was done, and return it. Circular imports work."""
        if file in self.modules:
            return self.modules[file]
        name = module_name(file, self._entry)
        namespace = {"__name__": name, "__file__": file, "__doc__": None, "__builtins__": self._builtins}
        module = self.modules[file] = Project(name, namespace)
        self._gate.depth += 1
        try:
            execute(self._code[file], namespace, self._cells)
        except BaseException:
            del self.modules[file]
            raise
        finally:
            self._gate.depth -= 1
        return module

    def _exists(self, file: str) -> bool:
        return file in self._code or file in self._refusals

    def _project(self, file: str) -> object:
        if file in self._refusals:
            return Placeholder(module_name(file, self._entry), self._gate, self._refusals[file])
        return self.execute(file)

    def _folder(self, folder: str) -> Project:
        """Return a package that has no file of its own."""
        key = f"{folder}/"
        if key not in self.modules:
            self.modules[key] = Project(folder.replace("/", "."), {"__name__": folder.replace("/", ".")})
        return self.modules[key]

    def _project_name(self, module: Project, importer: str, level: int, dotted: str, name: str) -> object:
        namespace = namespace_of(module)
        if name in namespace and not names.is_special(name):
            return namespace[name]
        below = f"{dotted}.{name}" if dotted else name
        file = find_file(below, level, importer, self._entry, self._exists)
        if file is None and namespace.get("__file__") == f"{KIT}__init__.py":
            return self._placeholder(f"{GRAPH}.{name}")  # what `vm.graph` has for outside alone
        if file is None:
            raise ImportError(f"cannot import name '{name}' from '{namespace['__name__']}'")
        return self._project(file)

    def _package(self, importer: str, module: str) -> object:
        """Return what `import a.b` binds to `a`. Each package gets its submodule as an attribute."""
        parts = module.split(".")
        top = above = self.import_module(importer, 0, parts[0])
        for index in range(1, len(parts)):
            below = self.import_module(importer, 0, ".".join(parts[: index + 1]))
            if type(above) is Project:
                namespace_of(above).setdefault(parts[index], below)
            elif index == 1 and isinstance(top, Face) and isinstance(below, Face | Project):
                top = self._faces[parts[0]] = _with_member(top, parts[1], below)
            above = below
        return top

    # ---- everything else

    def _face_name(self, face: Face, module: str, name: str) -> object:
        if name in members_of(face):
            return getattr(face, name)
        if name.startswith("_"):
            raise AccessRefused(f"{module}.{name} is private", fix="use its public names")
        dotted = f"{module}.{name}"
        if dotted in NAMES or dotted in self._faces or find_file(dotted, 0, "", "", self._exists) is not None:
            return self.import_module("", 0, dotted)
        return self._placeholder(dotted, refusal_of(face, name))

    def _placeholder(self, name: str, reason: str | None = None) -> Placeholder:
        return Placeholder(name, self._gate, reason)

    def _make_face(self, module: str) -> object:
        if module in self._makers:
            return self._makers[module]()
        face = make(module, self._run)
        assert face is not None, "NAMES and make() agree"
        return _with_plain_repr(face) if module == "dataclasses" else face


def _with_member(face: Face, name: str, member: Face | Project) -> Face:
    members = {known: getattr(face, known) for known in members_of(face)}
    return face if name in members else Face(name_of(face), {**members, name: member})


def _with_plain_repr(face: Face) -> Face:
    """Return `dataclasses` with a decorator that replaces the representation which the sandbox gave a class."""
    members = {name: getattr(face, name) for name in members_of(face)}
    from stdlib_shims.modules import shim_dataclasses

    real = members["dataclass"]

    def dataclass(cls: Any = None, /, **options: Any) -> Any:
        decorate = real(**options)
        return _decorating(decorate) if cls is None else _decorating(decorate)(cls)

    return Face("dataclasses", {**members, "dataclass": dataclass}, shim_dataclasses.REFUSES)


def _decorating(decorate: Callable[[Any], Any]) -> Callable[[Any], Any]:
    def apply(cls: Any) -> Any:
        if isinstance(cls, type) and vars(cls).get("__repr__") is plain_repr:
            type.__delattr__(cls, "__repr__")
        made = decorate(cls)
        if made.__repr__ is object.__repr__:
            type.__setattr__(made, "__repr__", plain_repr)
        return made

    return apply


_ERRORS: Final = tuple(
    name for name, value in vars(errors).items() if isinstance(value, type) and issubclass(value, Exception)
)


ERRORS_FACE: Final = Face("vm.errors", {name: getattr(errors, name) for name in _ERRORS})
"""`vm.errors` as a body sees it: the exceptions, to raise and to catch."""
