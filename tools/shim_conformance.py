"""Run CPython's own tests against the faces of `stdlib_shims`: `python tools/shim_conformance.py [MODULE ...]`.

`--write` draws `stdlib_shims/CONFORMANCE.md` from what was measured.

Each test file of the running Python is executed with the module under test replaced by its face, in a process
of its own. Prints how many of its tests pass, by module, and with `--json FILE` writes the numbers. Not all
can pass: many look into a module's insides, pickle its classes or expect what a face refuses. What counts is
that the rate does not fall; `tests/shims/test_shim_conformance.py` holds floors for the fast ones. Not among them
are those whose tests are about what a face refuses (`logging`, `warnings`) or drive a loop of their own (`asyncio`).
"""

from __future__ import annotations
import __future__

import argparse
import builtins
import importlib
import importlib.util
import json
import os
import random
import subprocess
import sys
import unittest
from collections.abc import Callable, Sequence
from pathlib import Path
from types import FunctionType, ModuleType, SimpleNamespace
from typing import Any, Final, NamedTuple

import stdlib_shims
from stdlib_shims.tables import words

ROOT: Final = Path(__file__).resolve().parents[1]
PAGE: Final = ROOT / "stdlib_shims" / "CONFORMANCE.md"
MODULES: Final[dict[str, str]] = {
    "abc": "test_abc",
    "base64": "test_base64",
    "binascii": "test_binascii",
    "bisect": "test_bisect",
    "calendar": "test_calendar",
    "cmath": "test_cmath",
    "collections": "test_collections",
    "collections.abc": "test_collections",
    "contextlib": "test_contextlib",
    "copy": "test_copy",
    "dataclasses": "test_dataclasses",
    "datetime": "datetimetester",
    "decimal": "test_decimal",
    "difflib": "test_difflib",
    "enum": "test_enum",
    "fractions": "test_fractions",
    "functools": "test_functools",
    "graphlib": "test_graphlib",
    "hashlib": "test_hashlib",
    "heapq": "test_heapq",
    "hmac": "test_hmac",
    "html": "test_html",
    "ipaddress": "test_ipaddress",
    "itertools": "test_itertools",
    "json": "test_json",
    "math": "test_math",
    "numbers": "test_abstract_numbers",
    "operator": "test_operator",
    "pprint": "test_pprint",
    "random": "test_random",
    "re": "test_re",
    "secrets": "test_secrets",
    "statistics": "test_statistics",
    "string": "test_string",
    "struct": "test_struct",
    "textwrap": "test_textwrap",
    "time": "test_time",
    "traceback": "test_traceback",
    "types": "test_types",
    "typing": "test_typing",
    "unicodedata": "test_unicodedata",
    "urllib.parse": "test_urlparse",
    "uuid": "test_uuid",
    "zlib": "test_zlib",
    "zoneinfo": "test_zoneinfo",
}
"""Face to the file of CPython's `test` package that is about it."""

SLOW: Final = frozenset(
    words("contextlib datetime decimal difflib functools hashlib itertools math statistics unicodedata zlib")
)
_ANNOTATED: Final = frozenset(words("dataclasses"))
"""Faces that read annotations as text, which is all that they are in a workflow."""

_SEED: Final = 1
_TIMEOUT_S: Final = 300


class Score(NamedTuple):
    """How a face fared: tests that passed, and that ran. `error` says why none did."""

    module: str
    passed: int
    ran: int
    error: str = ""

    @property
    def rate(self) -> float:
        return self.passed / self.ran if self.ran else 0.0


def has_tests() -> bool:
    """Tell whether this Python has its own tests; some distributions leave them out."""
    return importlib.util.find_spec("test") is not None and _find("test_bisect") is not None


def measure(module: str) -> Score:
    """Run one file of tests in a process of its own."""
    command = [sys.executable, "-W", "ignore", __file__, "--inside", module]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": "0"}
    try:
        done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=_TIMEOUT_S, check=False)
    except subprocess.TimeoutExpired:
        return Score(module, 0, 0, f"took over {_TIMEOUT_S} s")
    lines = done.stdout.splitlines()
    if done.returncode or not lines:
        return Score(module, 0, 0, (done.stderr.strip().splitlines() or ["no output"])[-1])
    return Score(module, *json.loads(lines[-1]))


def run_inside(module: str, verbose: bool = False) -> tuple[int, int]:
    """Execute the tests of a module against its face, in this process, and return (passed, ran)."""
    path = _find(MODULES[module])
    assert path is not None, "the caller asked has_tests()"
    suite = unittest.TestSuite()
    for tests in load(module, path):
        vars(tests).pop("load_tests", None)  # they are about the module's documentation
        suite.addTest(unittest.defaultTestLoader.loadTestsFromModule(tests))
    result = unittest.TestResult()
    suite.run(result)
    failed = {getattr(test, "test_case", test).id() for test, _ in (*result.failures, *result.errors)}
    if verbose:
        for test, trace in (*result.failures, *result.errors):
            print(f"{test.id()}: {trace.strip().splitlines()[-1]}", file=sys.stderr)
    ran = result.testsRun - len(result.skipped)
    return max(0, ran - len(failed)), ran


def load(module: str, path: Path) -> list[ModuleType]:
    """Execute a file of tests as the sandbox would: with builtins of its own, and faces for what it imports.

    Of a package of tests, all files in it.
    """
    is_package = path.name == "__init__.py"
    name = f"test.{path.parent.name if is_package else path.stem}"
    face = _Filled(stdlib_shims.make(module, _make_run(name)), importlib.import_module(module))
    _replace_fresh_imports(module, face)
    loaded = [_execute(module, face, path, name, name if is_package else "test")]
    if is_package:
        files = sorted(path.parent.glob("test_*.py"))
        loaded += [_execute(module, face, file, f"{name}.{file.stem}", name) for file in files]
    vars(face)["is_loading"] = False
    return loaded


def _execute(module: str, face: Any, path: Path, name: str, package: str) -> ModuleType:
    tests = ModuleType(name)
    tests.__file__, tests.__package__ = str(path), package
    if name == package:
        tests.__path__ = [str(path.parent)]
    sys.modules[name] = tests
    vars(tests)["__builtins__"] = {**vars(builtins), "__import__": _make_import(module, face)}
    flags = __future__.annotations.compiler_flag if module in _ANNOTATED else 0
    exec(compile(path.read_text(encoding="utf-8"), str(path), "exec", flags, dont_inherit=True), vars(tests))
    return tests


class _Filled:
    """A face in which the names that it refuses are classes; a test that makes an object of one is skipped.

    Private names are the real module's: tests of its insides say nothing about the face.
    """

    def __init__(self, face: Any, real: ModuleType) -> None:
        names = [name for name in vars(real) if not name.startswith("_")]
        listed = getattr(real, "__all__", names)
        self.__dict__.update(_face=face, _real=real, is_loading=True, __all__=listed)

    def __getattr__(self, name: str) -> Any:
        if (name, self._real.__name__) == ("Random", "random"):
            return lambda *seed: self._face.Random(*(seed or (_SEED,)))  # which the tests leave to the machine
        try:
            return getattr(self._face, name)
        except AttributeError:
            if not hasattr(self._real, name) or name == "__spec__":
                raise
        if name.startswith("_"):
            return getattr(self._real, name)

        def read(absent: Any, name: str) -> Any:
            if not self.is_loading:
                raise unittest.SkipTest(f"the face refuses {type(absent).__name__}")
            return absent

        return type(name, (), {"__new__": self._make_absent, "__getattr__": read, "__call__": _give_itself})

    def _make_absent(self, cls: type, /, *args: Any, **options: Any) -> Any:
        if not self.is_loading:
            raise unittest.SkipTest(f"the face refuses {cls.__name__}")
        is_decorator = args and isinstance(args[0], type | FunctionType)
        return args[0] if is_decorator else object.__new__(cls)


def _give_itself(absent: Any, *args: Any) -> Any:
    return absent


def _make_run(owner: str) -> Any:
    stream = random.Random("conformance")
    return SimpleNamespace(
        run_id="conformance",
        seed="conformance",
        now_ms=1_700_000_000_000,
        started_ms=1_700_000_000_000,
        random=stream,
        id_random=random.Random("ids"),
        write_log=lambda level, text: None,
        owns=lambda cls: isinstance(cls, type) and cls.__module__.startswith((owner, "__main__", "test")),
        own=lambda cls: None,
        getattr=getattr,
    )


def _make_import(module: str, face: Any) -> Callable[..., Any]:
    def import_face(name: str, outer: Any = None, inner: Any = None, names: Any = (), level: int = 0) -> Any:
        if level == 0 and name == module and (names or "." not in name):
            return face
        if level == 0 and name == module.rpartition(".")[0] and module.rpartition(".")[2] in (names or ()):
            return SimpleNamespace(**{module.rpartition(".")[2]: face})
        if level == 0 and "." in module and name == module:
            return SimpleNamespace(**{module.rpartition(".")[2]: face})
        return __import__(name, outer, inner, names or (), level)

    return import_face


def _replace_fresh_imports(module: str, face: Any) -> None:
    """Give the face too where a test asks for the C or the Python half of its module."""
    import_helper: Any = importlib.import_module("test.support.import_helper")

    real = import_helper.import_fresh_module

    def import_fresh(name: str, *args: Any, **options: Any) -> Any:
        return face if name == module else real(name, *args, **options)

    import_helper.import_fresh_module = import_fresh


def _find(name: str) -> Path | None:
    spec = importlib.util.find_spec("test")
    if spec is None or spec.origin is None:
        return None
    file, package = Path(spec.origin).with_name(f"{name}.py"), Path(spec.origin).with_name(name) / "__init__.py"
    return file if file.exists() else package if package.exists() else None


def show(scores: Sequence[Score]) -> str:
    """Return the scores as a table."""
    rows = [f"{'face':<16}{'passed':>8}{'of':>7}{'rate':>8}"]
    rows += [
        f"{score.module:<16}{score.passed:>8}{score.ran:>7}{score.rate:>8.1%}  {score.error}".rstrip()
        for score in scores
    ]
    passed, ran = sum(score.passed for score in scores), sum(score.ran for score in scores)
    rows.append(f"{'all':<16}{passed:>8}{ran:>7}{passed / max(ran, 1):>8.1%}")
    return "\n".join(rows)


def draw(scores: Sequence[Score]) -> str:
    """Return the page of the scores."""
    passed, ran = sum(score.passed for score in scores), sum(score.ran for score in scores)
    rows = [_row(f"`{score.module}`", score) for score in scores] + [_row("all", Score("all", passed, ran))]
    version = ".".join(map(str, sys.version_info[:3]))
    return "\n".join([_INTRODUCTION.format(version=version), *rows, ""])


def _row(name: str, score: Score) -> str:
    return f"| {name} | {score.passed} | {score.ran} | {score.rate:.1%} | {score.error} |"


_INTRODUCTION: Final = """# How much of CPython's own tests the faces pass

Measured by `python tools/shim_conformance.py --write` with the tests of Python {version}; skipped ones are not counted.
What does not pass looks into a module's insides, pickles its classes, or expects what a face refuses on purpose
(`FACES.md` says what and why). Floors for the fast ones are held by `tests/shims/test_shim_conformance.py`.

| face | passed | of | rate | |
|---|---|---|---|---|"""


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Run CPython's own tests against the faces.")
    parser.add_argument("modules", nargs="*", metavar="MODULE", help="which faces; all by default")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the numbers there")
    parser.add_argument("--write", action="store_true", help="draw stdlib_shims/CONFORMANCE.md")
    parser.add_argument("--inside", metavar="MODULE", help="run one in this process and say which tests fail")
    options = parser.parse_args(argv)
    if options.inside:
        print(json.dumps(run_inside(options.inside, verbose=True)))
        return 0
    if not has_tests():
        print("this Python comes without its own tests", file=sys.stderr)
        return 1
    scores = [measure(module) for module in options.modules or MODULES]
    print(show(scores))
    if options.write:
        PAGE.write_text(draw(scores), encoding="utf-8")
    if options.json:
        options.json.write_text(json.dumps({s.module: s._asdict() for s in scores}, indent=2), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
