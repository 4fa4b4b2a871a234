"""`python -m vm`: the command line."""

from __future__ import annotations

import gc
import os
import sys


def put_folder_last(path: list[str]) -> None:
    """Move the current folder, which `python -m` puts first, behind all that is installed.

    A workflow in `random.py` or `json.py` must not stand in for the module that this program means. The entry
    becomes "", which means the same folder and still lets a run put its own project first.
    """
    if path and os.path.isabs(path[0]) and os.path.isdir(path[0]) and os.path.samefile(path[0], os.curdir):
        del path[0]
        path.append("")


if __name__ == "__main__":
    put_folder_last(sys.path)
    from vm.face.cli.main import main

    code = main()
    gc.freeze()  # else the interpreter looks for cycles in all that was ever imported: a sixth of a short run
    sys.exit(code)
