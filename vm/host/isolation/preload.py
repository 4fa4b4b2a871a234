"""What a zygote does before it forks: load all that bodies may use, then make imports fatal."""

from __future__ import annotations

import os
import sys
import warnings
from collections.abc import Sequence
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Final

from vm.core.codec import encode_call
from vm.core.events import JOURNAL_VERSION, RunCreated, RunStarted
from vm.core.replay import Replay
from vm.host.isolation.deaths import FAULTY
from vm.sandbox.bundle import Bundle
from vm.sandbox.everything import load_everything
from vm.sandbox.program import SandboxProgram

_WITHOUT_FILES: Final = ("encodings.", "tzdata.")  # looked for by name, and mostly not there

_WARM_UP: Final = """
import re
async def warm_up():
    "use workflow"
    return [re.sub("a", "b", "abc"), f"{3.14:.1f}", sorted({1, 2})]
"""


def prepare() -> None:
    """Load what a sealed process could not; from then on, an import of anything else ends the process."""
    warnings.simplefilter("ignore")  # showing one reads source files
    load_everything()
    _run_once()
    _shut_imports()


def _run_once() -> None:
    """Compile and run a little, so that what is made at first use is made."""
    bundle = Bundle("warm_up.py", {"warm_up.py": _WARM_UP})
    workflow = "workflow//warm_up.py//warm_up"
    header = RunCreated(
        at_ms=0,
        journal_version=JOURNAL_VERSION,
        run_id="warm-up",
        workflow=workflow,
        bundle=bundle.hash,
        policy=SandboxProgram.policy,
        seed="",
        input=encode_call((), {}),
    )
    Replay(SandboxProgram(bundle, workflow), header).feed(RunStarted(at_ms=0))


class _Shut:
    """Finds nothing any more. A module that was not loaded would be missing here, and there in the host's process."""

    @staticmethod
    def find_spec(name: str, path: Sequence[str] | None = None, target: ModuleType | None = None) -> ModuleSpec | None:
        if name.startswith(_WITHOUT_FILES):
            return None
        os.write(2, f"the module {name} was not loaded before its process was sealed\n".encode())
        os._exit(FAULTY)


def _shut_imports() -> None:
    sys.meta_path[:] = [_Shut]
    sys.path.clear()
    sys.path_hooks.clear()
