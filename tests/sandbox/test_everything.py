"""What a process that can open no file has to have loaded: all that is imported later, by whatever it has loaded."""

from __future__ import annotations

import subprocess
import sys

SCAN = """
import ast, importlib.util, sys
from vm.sandbox.everything import load_everything

load_everything()

def late_imports(tree):
    for function in ast.walk(tree):
        if not isinstance(function, (ast.FunctionDef, ast.AsyncFunctionDef)):
            continue
        for node in ast.walk(function):
            if isinstance(node, ast.Import):
                yield from (alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                yield "." * node.level + (node.module or "")

for name, module in list(sys.modules.items()):
    file = getattr(module, "__file__", None) or ""
    if file.endswith(".py") and not name.startswith("encodings."):
        with open(file, encoding="utf-8") as source:
            tree = ast.parse(source.read())
        for late in late_imports(tree):
            found = importlib.util.resolve_name(late, module.__spec__.parent) if late.startswith(".") else late
            if found not in sys.modules:
                print(found)
"""

OTHER_SYSTEMS = (
    "_aix_support _ios_support _osx_support _winapi _winreg ctypes encodings.mbcs java.lang nt plistlib vms_lib winreg"
)
OF_PROGRAMS = (
    "_pyrepl.main _pyrepl.readline _pyrepl.unix_console getopt readline rlcompleter runpy shlex sitecustomize "
    "usercustomize pydoc optparse argparse doctest"
)
OF_INSTALLERS = "_sysconfig importlib.metadata importlib.abc py_compile sysconfig tarfile zipfile"
OF_THE_MACHINE = "grp pwd subprocess pty tracemalloc"
OF_PICKLES = "pickle"
OF_THE_REAL_ASYNCIO = "concurrent.futures.process concurrent.futures.thread"
UNREACHED = set(
    " ".join((OTHER_SYSTEMS, OF_PROGRAMS, OF_INSTALLERS, OF_THE_MACHINE, OF_PICKLES, OF_THE_REAL_ASYNCIO)).split()
)
"""Imported by functions that no face offers and no face calls."""


def test_nothing_that_bodies_reach_is_left_to_be_imported_later() -> None:
    command = [sys.executable, "-W", "ignore", "-c", SCAN]
    late = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    assert set(late) - set(" ".join(UNREACHED).split()) == set()
