"""Run CPython's own tests against the faces of `stdlib_shims`: `python -m tools.shim_conformance [MODULE ...]`.

`--write` draws `stdlib_shims/CONFORMANCE.md` from what was measured.

Each test file of the running Python is executed with the module under test replaced by its face, in a process
of its own. Prints how many of its tests pass, by module, and with `--json FILE` writes the numbers. Not all
can pass: many look into a module's insides, pickle its classes or expect what a face refuses. What counts is
that the rate does not fall; `tests/shims/test_shim_conformance.py` holds floors for the fast ones. The tests of
`asyncio`, and those of trio that its wheel ships, are run as bodies on the kernel of real runs: see `conformance`.
"""

from __future__ import annotations
import __future__

import argparse
import builtins
import contextlib
import importlib
import importlib.util
import io
import json
import os
import random
import subprocess
import sys
import unittest
from collections.abc import Callable, Mapping, Sequence
from importlib import metadata
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any, Final, NamedTuple

import stdlib_shims
from stdlib_shims.tables import words
from tools.conformance.files import find_tests
from tools.conformance.filled import Filled
from tools.conformance.judging import Tally
from vm.testing.pythons import python_path

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

LOOPED: Final = words("asyncio logging trio warnings")
"""Faces whose tests `conformance` runs, as bodies of runs or each with a face of its own."""

_TIMEOUT_S: Final = 300


class Score(NamedTuple):
    """How a face fared: tests that passed, and that ran. `error` says why none did.

    `left_out` has the reasons for which tests are not counted, with their number, where those are kept.
    """

    module: str
    passed: int
    ran: int
    error: str = ""
    left_out: Mapping[str, int] = {}

    @property
    def rate(self) -> float:
        return self.passed / self.ran if self.ran else 0.0


def has_tests() -> bool:
    """Tell whether this Python has its own tests; some distributions leave them out."""
    return importlib.util.find_spec("test") is not None and find_tests("test_bisect") is not None


def measure(module: str, python: str = sys.executable) -> Score:
    """Run the tests of one face in a process of its own, of this Python or another one."""
    command = [python, "-W", "ignore", __file__, "--inside", module]
    environment = {**os.environ, "PYTHONPATH": python_path(), "PYTHONHASHSEED": "0"}
    try:
        done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=_TIMEOUT_S, check=False)
    except subprocess.TimeoutExpired:
        return Score(module, 0, 0, f"took over {_TIMEOUT_S} s")
    lines = done.stdout.splitlines()
    if done.returncode or not lines:
        return Score(module, 0, 0, (done.stderr.strip().splitlines() or ["no output"])[-1])
    return Score(module, **json.loads(lines[-1]))


def run_inside(module: str, verbose: bool = False) -> dict[str, Any]:
    """Execute the tests of a module against its face, in this process, and return the fields of its score."""
    if module in LOOPED:
        return _run_looped(module, verbose)
    path = find_tests(MODULES[module])
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
    return {"passed": max(0, ran - len(failed)), "ran": ran}


def _run_looped(module: str, verbose: bool) -> dict[str, Any]:
    tests = importlib.import_module(f"tools.conformance.{module}_tests")
    tally = Tally(module)
    with contextlib.redirect_stdout(io.StringIO()):  # trio's tests have something to say
        tests.run_all(tally)
    if verbose:
        for test, said in tally.failed.items():
            print(f"{test}: {said}", file=sys.stderr)
    return {"passed": tally.passed, "ran": tally.ran, "left_out": tally.left_out}


def load(module: str, path: Path) -> list[ModuleType]:
    """Execute a file of tests as the sandbox would: with builtins of its own, and faces for what it imports.

    Of a package of tests, all files in it.
    """
    is_package = path.name == "__init__.py"
    name = f"test.{path.parent.name if is_package else path.stem}"
    made = stdlib_shims.make(module, _make_run(name))
    face = Filled(made, importlib.import_module(module), **_OVERRIDDEN.get(module, {}))
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


_OVERRIDDEN: Final[dict[str, dict[str, Callable[[Any], Any]]]] = {
    "random": {"Random": lambda face: lambda *seed: face.Random(*(seed or (1,)))}  # which tests leave to the machine
}


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
    page = [_INTRODUCTION.format(version=version, trio=metadata.version("trio")), *rows, "", _LEFT_OUT]
    page += [f"| `{score.module}` | {number} | {why} |" for score in scores for why, number in score.left_out.items()]
    return "\n".join([*page, ""])


def _row(name: str, score: Score) -> str:
    note = score.error or (f"{sum(score.left_out.values())} left out" if score.left_out else "")
    return f"| {name} | {score.passed} | {score.ran} | {score.rate:.1%} | {note} |"


_INTRODUCTION: Final = """# How much of CPython's own tests the faces pass

Measured by `python -m tools.shim_conformance --write` with the tests of Python {version}; skipped ones are not counted.
What does not pass looks into a module's insides, pickles its classes, or expects what a face refuses on purpose
(`FACES.md` says what and why). Floors for the fast ones are held by `tests/shims/test_shim_conformance.py`.

The tests of `asyncio` are run as bodies on the kernel of real runs, whose clocks jump to whatever is due; so are those
that the wheel of trio {trio} ships. Of these, what says nothing about the face is left out, and why is below.

| face | passed | of | rate | |
|---|---|---|---|---|"""
_LEFT_OUT: Final = """## Left out

| face | tests | why |
|---|---|---|"""


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
    scores = [measure(module) for module in options.modules or sorted({*MODULES, *LOOPED})]
    print(show(scores))
    if options.write:
        PAGE.write_text(draw(scores), encoding="utf-8")
    if options.json:
        options.json.write_text(json.dumps({s.module: s._asdict() for s in scores}, indent=2), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
