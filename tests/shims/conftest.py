"""Runs and sandboxed sources for the tests of the shims."""

from __future__ import annotations
import __future__

import builtins
import random
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

import stdlib_shims
from stdlib_shims.protocols import is_subclass

NOW_MS = 1_700_000_000_123  # 2023-11-14T22:13:20.123Z
STARTED_MS = NOW_MS - 5_000


def new_run(seed: str = "seed", **hooks: Any) -> Any:
    """Return a run as the shims see it; what it logs stands in `logged`."""
    logged: list[tuple[str, str]] = []
    return SimpleNamespace(
        run_id="run-1",
        seed=seed,
        now_ms=NOW_MS,
        started_ms=STARTED_MS,
        random=random.Random(seed),
        id_random=random.Random(f"{seed}/ids"),
        write_log=lambda level, text: logged.append((level, text)),
        logged=logged,
        **hooks,
    )


@pytest.fixture
def make_run() -> Callable[..., Any]:
    return new_run


@pytest.fixture
def run() -> Any:
    return new_run()


@pytest.fixture
def face(run: Any) -> Callable[[str], Any]:
    """Return the faces of one run, by module name."""
    return lambda name: stdlib_shims.make(name, run)


@pytest.fixture
def execute(run: Any) -> Callable[..., dict[str, Any]]:
    """Execute source as the sandbox does: builtins of its own, annotations as text, faces for modules."""

    def do(source: str, run: Any = run) -> dict[str, Any]:
        faces: dict[str, Any] = {}

        def import_face(name: str, _globals: Any = None, _locals: Any = None, names: Any = (), *_: Any) -> Any:
            wanted = name if names else name.partition(".")[0]
            return faces.setdefault(wanted, stdlib_shims.make(wanted, run))

        namespace: dict[str, Any] = {
            "__builtins__": {**vars(builtins), "__import__": import_face, "issubclass": is_subclass},
            "__name__": "order",
        }
        code = compile(source, "order.py", "exec", __future__.annotations.compiler_flag, dont_inherit=True)
        exec(code, namespace)
        return namespace

    return do
