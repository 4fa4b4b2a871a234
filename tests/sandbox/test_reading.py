"""A file is read and compiled once, also by the processes that come after; whatever it depends on is in the name."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from vm.sandbox import kept, reading
from vm.sandbox.compiler import compile_file
from vm.sandbox.marks import read_afresh

TEXT = '''
"""A file with everything in it."""
import json, other.part as part
from vm import step
from .near import a, b

@step(max_retries=1)
def charge(order: int, /, *more, key: "str" = (1, 2), **rest) -> dict: ...

async def main(order, limit=10):
    "use workflow"
    return [f(x) for x in range(limit)], lambda: {1, 2}, order

async def send(x):
    "use step"
'''
REFUSED = 'async def main():\n    "use workflow"\n    return eval("1")\n'


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("VM_CACHE", str(tmp_path))
    forget()
    return tmp_path


@pytest.fixture(autouse=True)
def nothing_is_left() -> Iterator[None]:
    """What a test here has had remembered, of other sources or none, is not for the next one."""
    yield
    forget()


def forget() -> None:
    """What a new process knows."""
    for function in (reading.read, reading.compile_text, reading.dump_reading, reading._find, reading._hash_sources):
        function.cache_clear()


@pytest.mark.parametrize("text", [TEXT, REFUSED, "", "x = 1\n"])
def test_what_is_kept_is_what_reading_and_compiling_gives(text: str, folder: Path) -> None:
    first = reading.compile_text("w.py", text), reading.read("w.py", text)
    forget()
    again = reading.compile_text("w.py", text), reading.read("w.py", text)
    code, findings = compile_file("w.py", text)
    assert len(list(folder.iterdir())) == 1
    assert first == again == ((code, tuple(findings)), read_afresh("w.py", text))
    signatures = [[str(item.signature) for item in found.declared] for _, found in (first, again)]
    assert signatures[0] == signatures[1]


def test_what_is_given_is_found_without_a_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VM_CACHE", "")
    monkeypatch.setattr(kept, "_given", {})
    forget()
    first, dumped = reading.compile_text("w.py", TEXT), reading.dump_reading("w.py", TEXT)
    assert dumped is not None
    assert reading.dump_reading("broken.py", "x = = 1") is None
    forget()
    kept.give(dict([dumped]))
    monkeypatch.setattr("vm.sandbox.compiler.compile_file", None)
    assert reading.compile_text("w.py", TEXT) == first


def test_second_process_compiles_nothing(folder: Path) -> None:
    reading.compile_text("w.py", TEXT)
    script = (
        "import sys, vm.sandbox.reading as r; text = sys.stdin.read()\n"
        "print(r.compile_text('w.py', text)[0] is not None, [d.name for d in r.read('w.py', text).declared],\n"
        "      sorted({'RestrictedPython', 'vm.sandbox.policy', 'vm.sandbox.compiler'} & {*sys.modules}))"
    )
    done = subprocess.run([sys.executable, "-c", script], input=TEXT, capture_output=True, text=True, check=True,
                          env={**os.environ, "PYTHONPATH": os.getcwd()})  # fmt: skip
    assert done.stdout == "True ['main', 'charge', 'send'] []\n"


def test_file_that_python_cannot_read_is_not_kept(folder: Path) -> None:
    assert reading.compile_text("w.py", "def")[0] is None
    assert list(folder.iterdir()) == []


def test_name_tells_all_apart_that_code_depends_on(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    names = {reading._name_of("w.py", TEXT), reading._name_of("v.py", TEXT), reading._name_of("w.p", f"y{TEXT}")}
    for target, value in (
        ("vm.sandbox.reading.POLICY_VERSION", 999),
        ("importlib.util.MAGIC_NUMBER", b"1234"),
        ("sys.implementation", type("Other", (), {"cache_tag": "pypy-1"})),
    ):
        with monkeypatch.context() as changed:
            changed.setattr(target, value)
            reading._hash_sources.cache_clear()
            names.add(reading._name_of("w.py", TEXT))
    assert len(names) == 6


def test_name_changes_with_every_source_of_the_sandbox_and_of_the_transformer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sources = reading._sources()
    assert {"policy.py", "policy_sizes.py", "names.py", "hooks.py", "transformer.py"} <= {path.name for path in sources}
    names = set()
    for changed in (None, *sources):
        copy = tmp_path / "changed.py"
        if changed is not None:
            copy.write_bytes(changed.read_bytes() + b"#")
        found = [copy if path is changed else path for path in sources]
        monkeypatch.setattr(reading, "_sources", lambda found=found: found)
        reading._hash_sources.cache_clear()
        names.add(reading._name_of("w.py", TEXT))
    assert len(names) == len(sources) + 1


def test_nothing_is_kept_where_the_sandbox_has_no_sources(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "_sources", lambda: [folder / "missing.py"])
    assert reading.compile_text("w.py", TEXT)[0] is not None
    assert list(folder.iterdir()) == []
    assert kept.load("w.py") is None
