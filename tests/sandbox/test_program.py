# ruff: noqa: E501 - a row that is a piece of source stays a row
"""A program opened: namespaces, steps, imports, builtins, types, true lines."""

from __future__ import annotations

import gc
import textwrap
import weakref

import pytest

from tests.sandbox.running import NOW_MS, body_source, drive, make_context, open_bundle, run_sandboxed
from vm.core.codec import decode, encode, encode_call
from vm.core.events import RunCreated, RunStarted
from vm.core.replay import Replay
from vm.errors import AccessRefused, FatalError, NotAvailable, SourceRefused, WorkflowNotFound
from vm.sandbox.bundle import Bundle
from vm.sandbox.compiled import compile_bundle
from vm.sandbox.faces import FACES
from vm.sandbox.loader import load_source
from vm.sandbox.modules import OUR_MODULES
from vm.sandbox.ordered import OrderedFrozenSet, OrderedSet
from vm.sandbox.program import SandboxProgram
from vm.sandbox.version import POLICY_VERSION

STEPS = """
from vm import step

def charge(amount=open("never opened")):
    "use step"
    import os
    return os.system("true")

@step(max_retries=5)
@print
async def ship(order):
    return eval("1")
"""


def test_step_is_a_stub_inside_and_its_body_is_not_there() -> None:
    source = body_source("return charge(1), ship('o', fast=True), charge.__name__", STEPS)
    assert run_sandboxed(source) == (
        ("called", "step//workflow.py//charge", (1,), {}),
        ("called", "step//workflow.py//ship", ("o",), {"fast": True}),
        "charge",
    )


def test_use_step_finds_the_steps_of_all_files() -> None:
    bundle = Bundle(
        "workflow.py",
        {"workflow.py": body_source("return use_step('pay')(1)", "import money\n"), "money.py": 'def pay(x):\n    "use step"\n'},
    )  # fmt: skip
    assert drive(open_bundle(bundle).function())[1] == "step//money.py//pay"


def test_each_run_has_a_namespace_of_its_own() -> None:
    source = body_source("seen.append(1)\nC.n += 1\nreturn len(seen), C.n", "seen = []\nclass C:\n    n = 0\n")
    program = SandboxProgram(load_source(source), "workflow//workflow.py//main")
    assert [drive(program.open(make_context()).function()) for _ in range(3)] == [(1, 1)] * 3


def test_bundle_is_compiled_once() -> None:
    bundle = load_source(body_source("return 1"))
    assert compile_bundle(bundle) is compile_bundle(Bundle.from_bytes(bundle.to_bytes()))


def test_program_knows_its_files_and_policy() -> None:
    program = SandboxProgram(load_source(body_source("return 1")), "workflow//workflow.py//main")
    assert (program.files, program.policy) == (frozenset({"workflow.py"}), POLICY_VERSION)


def test_unknown_workflow_is_not_found() -> None:
    with pytest.raises(WorkflowNotFound):
        SandboxProgram(load_source(body_source("return 1")), "workflow//workflow.py//other")


def test_misused_directive_is_refused_when_a_bundle_comes_without_check() -> None:
    bundle = load_source(body_source("return 1") + 'def f():\n    "use stepp"\n', is_checked=False)
    with pytest.raises(SourceRefused, match="stepp"):
        SandboxProgram(bundle, "workflow//workflow.py//main")


def files(**named: str) -> Bundle:
    return Bundle("workflow.py", {f"{name.replace('__', '/')}.py": text for name, text in named.items()})


def test_refused_neighbour_is_a_placeholder_that_carries_the_finding() -> None:
    bundle = files(
        workflow=body_source("return helpers.read()", "import helpers\n"), helpers="def read(): return open('x')\n"
    )
    with pytest.raises(NotAvailable, match=r"helpers\.py:1:20"):
        drive(open_bundle(bundle).function())


def test_refused_neighbour_does_no_harm_when_only_steps_use_it() -> None:
    bundle = files(
        workflow=body_source("return 1", "from helpers import read\n"), helpers="def read(): return open('x')\n"
    )
    assert drive(open_bundle(bundle).function()) == 1


def test_circular_imports_work_as_in_python() -> None:
    bundle = files(
        workflow=body_source("return a.get()", "import a\n"),
        a="import b\nX = 1\ndef get(): return b.get()\n",
        b="import a\ndef get(): return a.X + 1\n",
    )
    assert drive(open_bundle(bundle).function()) == 2


def test_module_of_the_project_behaves_like_one() -> None:
    bundle = files(
        workflow=body_source(
            """
            a._n += 1
            a.fresh = 5
            setattr(a, "more", 6)
            del a.gone
            try: a.missing
            except AttributeError as e: text = str(e)
            return a._n, a.fresh, a.more, hasattr(a, "gone"), text, repr(a), a.__name__, _private, a._n, a.__file__
            """,
            "import a\nfrom a import _private\n",
        ),
        a="_n = 1\ngone = 2\n_private = 'p'\n",
    )
    assert drive(open_bundle(bundle).function()) == (
        2, 5, 6, False, "module 'a' has no attribute 'missing'", "<module 'a'>", "a", "p", 2, "a.py",
    )  # fmt: skip


@pytest.mark.parametrize("statement", ["a.__builtins__", "getattr(a, '__builtins__')", "a.__dict__", "a.__loader__"])
def test_module_of_the_project_keeps_its_builtins(statement: str) -> None:
    bundle = files(workflow=body_source(f"return {statement}", "import a\n"), a="")
    with pytest.raises((SourceRefused, TypeError)):
        drive(open_bundle(bundle).function())


def test_missing_name_of_the_project_is_an_import_error() -> None:
    bundle = files(workflow=body_source("return 1", "from a import nothing\n"), a="")
    with pytest.raises(ImportError, match="cannot import name 'nothing' from 'a'"):
        open_bundle(bundle)


def test_module_that_raises_is_executed_again() -> None:
    source = body_source(
        "return tries",
        "tries = []\nfor i in (1, 2):\n    try: import a\n    except KeyError as e: tries.append(e.args)\n",
    )
    bundle = files(workflow=source, a="raise KeyError('k')\n")
    assert drive(open_bundle(bundle).function()) == [("k",), ("k",)]


def test_packages_and_submodules() -> None:
    bundle = Bundle(
        "workflow.py",
        {
            "workflow.py": body_source(
                "return pkg.sub.deep.N, N, other.M, p.NAME, folder.inner.I, inner.I",
                "import pkg.sub.deep\nfrom pkg.sub.deep import N\nfrom pkg import other\nimport pkg as p\n"
                "import folder.inner\nfrom folder import inner\n",
            ),
            "pkg/__init__.py": "NAME = __name__\n",
            "pkg/sub/__init__.py": "",
            "pkg/sub/deep.py": "from .. import NAME\nN = __name__ + NAME\n",
            "pkg/other.py": "M = 'm'\n",
            "folder/inner.py": "I = 'i'\n",
        },
    )  # fmt: skip
    assert drive(open_bundle(bundle).function()) == ("pkg.sub.deeppkg", "pkg.sub.deeppkg", "m", "pkg", "i", "i")


def test_submodule_of_a_shim_that_has_none_says_how_to_write_it() -> None:
    with pytest.raises(NotAvailable, match=r"json\.decoder"):
        run_sandboxed(body_source("return decoder.x", "import json.decoder as decoder\n"))
    assert run_sandboxed(body_source("return json.dumps(1)", "import json.decoder\n")) == "1"


def test_vm_inside_is_the_run_s_own_face() -> None:
    source = body_source(
        "try: raise vm.errors.FatalError('f')\nexcept FatalError as e: return type(e).__name__, vm.now().year, callable(sleep), errors.VMError is vm.errors.VMError",
        "import vm\nimport vm.errors\nfrom vm import FatalError, errors\nfrom vm import gather, open_vm, step\n",
    )
    assert run_sandboxed(source) == ("FatalError", 2023, True, True)


def test_names_of_vm_that_belong_outside_are_placeholders() -> None:
    with pytest.raises(NotAvailable, match=r"vm\.open_vm"):
        run_sandboxed(body_source("return open_vm()", "from vm import open_vm\n"))
    with pytest.raises(NotAvailable, match=r"vm\.testing"):
        run_sandboxed(body_source("return t.x", "import vm.testing as t\n"))


def test_asyncio_is_the_kernel_s_whatever_files_the_project_has() -> None:
    bundle = files(
        workflow=body_source(
            "return callable(asyncio.gather), e(), asyncio is again",
            "import asyncio\nfrom asyncio import Event as e\nimport asyncio as again\n",
        ),
        asyncio="x = 1\n",
    )
    found, event, same = drive(open_bundle(bundle).function())
    assert (found, type(event).__module__, same) == (True, "vm.sandbox.faces.asyncio_sync", True)
    assert {name.partition(".")[0] for name in FACES} <= OUR_MODULES


def test_c_code_imports_through_the_sandbox_only_what_it_is_known_to_want() -> None:
    importer = open_bundle(load_source(body_source("return 1"))).function.__globals__["__builtins__"]["__import__"]
    assert importer("time").__name__ == "time"
    with pytest.raises(ImportError, match="subprocess"):
        importer("subprocess")


def test_private_name_of_a_shim_cannot_be_imported() -> None:
    with pytest.raises(AccessRefused, match="private"):
        run_sandboxed(body_source("return 1", "from random import _inst\n"))


def test_vm_errors_can_be_imported() -> None:
    assert run_sandboxed(
        body_source(
            "return E('x').args, e.FatalError is E", "from vm.errors import FatalError as E\nimport vm.errors as e\n"
        )
    ) == (("x",), True)


def test_clock_inside_is_the_run_s() -> None:
    source = body_source(
        "return (datetime.now(UTC).timestamp(), date.today().isoformat(), type(datetime.min).now() == datetime.utcnow(), time.time())",
        "from datetime import UTC, date, datetime\nimport time\n",
    )
    seconds = NOW_MS / 1000
    assert run_sandboxed(source) == (seconds, "2023-11-14", True, seconds)


def test_strptime_works_though_c_imports_for_it() -> None:
    source = body_source("return datetime.strptime('2020-02-03', '%Y-%m-%d').day", "from datetime import datetime\n")
    assert run_sandboxed(source) == 3


def test_print_is_recorded() -> None:
    context = make_context()
    run_sandboxed(body_source("print('a', C(), sep='-')", "class C: pass\n"), context=context)
    assert context.logs == [("print", "a-<workflow.C object>\n")]


# ---- types

TYPED = """
from dataclasses import dataclass
from enum import Enum
from collections import namedtuple
@dataclass
class Item:
    n: int
    class Inner: pass
class Color(Enum):
    RED = 1
Pair = namedtuple("Pair", "a b")
class Mine(ValueError): pass
class Twice: pass
First = Twice
class Twice: pass
"""


def test_types_are_named_by_file_and_found_again() -> None:
    body = open_bundle(
        load_source(body_source("class Local: pass\nreturn Item, Item.Inner, Color, Pair, Mine, Local, First", TYPED))
    )
    item, inner, color, pair, mine, local, first = drive(body.function())
    types = body.types
    names = [types.name_of(cls) for cls in (item, inner, color, pair, mine, local, first, FatalError, KeyError, int)]
    assert names == [
        "workflow.py//Item", "workflow.py//Item.Inner", "workflow.py//Color", "workflow.py//Pair", "workflow.py//Mine",
        None, None, "vm//FatalError", "builtins//KeyError", None,
    ]  # fmt: skip
    assert [types.find(name) for name in names[:4] if name] == [item, inner, color, pair]
    assert types.find("workflow.py//main") is None
    assert types.find("workflow.py//main.x") is None
    assert types.find("nowhere.py//X") is None
    assert types.find("builtins//KeyError.x") is None
    assert types.find("builtins//print") is None
    assert types.set_type is OrderedSet
    assert types.frozenset_type is OrderedFrozenSet


def test_values_of_the_body_cross_the_boundary() -> None:
    body = open_bundle(
        load_source(body_source("return [Item(1), Color.RED, Pair(1, 2), {3, 1}, frozenset('b'), Mine('x')]", TYPED))
    )
    values = drive(body.function())
    again = decode(encode(values, body.types), body.types)
    assert again[:5] == values[:5]
    assert [type(value) for value in again] == [type(value) for value in values]


def test_function_of_the_body_is_what_the_module_binds_in_the_end() -> None:
    source = body_source("return 1", "import httpx\n") + "main = httpx.wrap(main)\n"
    body = open_bundle(load_source(source))
    with pytest.raises(NotAvailable):
        body.function()


def test_body_that_is_thrown_away_leaves_nothing_for_the_collector() -> None:
    source = """
    import json
    from vm import gather, sleep

    async def main():
        "use workflow"
        kept = [await one(number) for number in range(3)]
        await gather(sleep("1h"), one(json.dumps(kept)))

    async def one(number):
        "use step"
    """
    bundle = load_source(textwrap.dedent(source))
    program = SandboxProgram(bundle, "workflow//workflow.py//main")
    header = RunCreated(
        at_ms=0,
        journal_version=1,
        run_id="r",
        workflow=program.workflow_id,
        bundle="",
        policy=program.policy,
        seed="s",
        input=encode_call((), {}),
    )
    was_collecting = gc.isenabled()
    gc.disable()
    try:
        replay = Replay(program, header)
        commands = replay.feed(RunStarted(at_ms=0))
        assert [type(command).__name__ for command in commands] == ["RunStep"]
        parts = [weakref.ref(replay._context.kernel), weakref.ref(replay._context)]
        replay.close()
        del replay, commands
        assert [part() for part in parts] == [None, None]
    finally:
        if was_collecting:
            gc.enable()
