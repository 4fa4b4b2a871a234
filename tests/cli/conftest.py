"""The command line, called in this process from a folder of its own."""

from __future__ import annotations

import io
import json
import sys
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from vm.face.cli.main import main

ORDER = """
    from vm import RetryableError, gather, get_step_metadata, step

    async def process_order(order_id: str, amount: int = 5) -> dict:
        "use workflow"
        print("processing", order_id)
        charge, stock = await gather(charge_card(order_id, amount), reserve(order_id))
        await sleep("30d")
        return {"order": order_id, "charge": charge}

    @step(backoff="100ms")
    async def charge_card(order_id: str, amount: int) -> str:
        if get_step_metadata().attempt < 2:
            raise RetryableError("busy", retry_after="300ms")
        if amount > 100:
            check(amount)
        return "paid"

    def check(amount: int) -> None:
        try:
            {}["limit"]
        except KeyError as error:
            raise ValueError("too much") from error

    def reserve(order_id: str) -> bool:
        "use step"
        print("a step prints")
        return True
"""


class Terminal(io.StringIO):
    """A stream that people watch."""

    def isatty(self) -> bool:
        return True


@dataclass
class Result:
    """What one command line came to."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        """The one JSON document on stdout."""
        return json.loads(self.out)


class CommandLine:
    """Calls `main` in this process, which is quick, and gives back what it printed."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self._capsys = capsys

    def __call__(self, *arguments: str) -> Result:
        self._capsys.readouterr()
        code = main(arguments)
        return Result(code, *self._capsys.readouterr())

    def write(self, name: str, source: str) -> Path:
        path = self.folder / name
        path.write_text(textwrap.dedent(source).lstrip("\n"))
        return path


@pytest.fixture
def cli(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator[CommandLine]:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("VM_WORLD", raising=False)
    monkeypatch.setattr(sys, "path", list(sys.path))
    known = set(sys.modules)
    yield CommandLine(tmp_path, capsys)
    for name in set(sys.modules) - known:
        if str(tmp_path) in str(getattr(sys.modules[name], "__file__", "")):
            del sys.modules[name]  # the next test has another order.py


@pytest.fixture
def order(cli: CommandLine) -> CommandLine:
    """A folder with `order.py`: a step that fails once, another one, a month of sleep."""
    cli.write("order.py", ORDER)
    return cli
