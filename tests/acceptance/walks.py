"""The commands of `vm/examples/README.md` as data, and a machine without curl made to have one."""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from tests.http.processes import ROOT
from tools.docs import Command, split_commands

PAGE: Final = ROOT / "vm" / "examples" / "README.md"
_BLOCK: Final = re.compile(r"<!-- (serve|walk) -->\n```console\n(.*?)```", re.DOTALL)

CURL: Final = """#!{python}
import getopt, sys
import httpx

options, (url,) = getopt.getopt(sys.argv[1:], "sfNX:H:d:")
given = dict(options)
headers = dict(value.split(": ", 1) for name, value in options if name == "-H")
method = given.get("-X", "POST" if "-d" in given else "GET")
answer = httpx.request(method, f"http://{{url}}", headers=headers, content=given.get("-d"), timeout=60)
print(answer.text)
sys.exit(0 if answer.is_success else 22)
"""


def find_walks() -> Iterator[list[Command]]:
    """Yield the walks of the page, each to be done in order."""
    for kind, text in _BLOCK.findall(PAGE.read_text(encoding="utf-8")):
        if kind == "walk":
            yield list(split_commands(text))


def find_served() -> list[str]:
    """Return the files that the page has the server serve."""
    (line,) = [text for kind, text in _BLOCK.findall(PAGE.read_text(encoding="utf-8")) if kind == "serve"]
    return line.split(" serve ")[1].split()


def need_curl(folder: Path) -> None:
    """Put a curl into `folder` that does what the page needs, where this machine has none."""
    if shutil.which("curl") is None:
        print("no curl on this machine: httpx stands in for it")
        (folder / "curl").write_text(CURL.format(python=sys.executable))
        (folder / "curl").chmod(0o755)
