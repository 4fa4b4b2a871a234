"""Bodies that call every function of every face, and every method of the built-in types, with what they do not want.

What comes back, and what each error says, is then the same on every Python, or the comparison names it.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from textwrap import indent
from types import SimpleNamespace
from typing import Any, Final

import stdlib_shims
from stdlib_shims.face import members_of
from stdlib_shims.tables import words
from tools.determinism.snippets import SNIPPETS
from vm.sandbox.faces import asyncio_face, trio_face

_FACE: Final = """
import {module} as module

members = [(name, getattr(module, name)) for name in {names}]
"""
_METHODS: Final = """
members = [(name, method) for name, method in {names}]
"""
_SWEEP: Final = """
ARGUMENTS = [
    (), (None,), (1,), (-1,), ("a",), (b"a",), (1.5,), ([],), ([1, 2],), (len,), (1, 2), ("a", "b"), ("a", 1),
    (1, "a"), (None, None), ([1], 2), (1, 2, 3), ("a", "b", "c"), (1, 2, 3, 4, 5, 6, 7, 8, 9),
]

def attempt(function, given, named):
    try:
        value = function(*given, **named)
        return f"{type(value).__name__} {repr(value)[:100]}"
    except Exception as error:
        return f"{type(error).__name__}: {str(error)[:200]}"

async def main():
    "use workflow"
    for name, member in members:
        if not callable(member):
            print(name, repr(member)[:200])
            continue
        said = [attempt(member, given, {}) for given in ARGUMENTS]
        said += [attempt(member, (), {"kye": 1}), attempt(member, ([1],), {"kye": 1})]
        print(name, *said, sep="\\n")
"""
LOOPS: Final = {"asyncio": asyncio_face._ASYNCIO, "trio": trio_face._TRIO, "trio.lowlevel": trio_face._LOWLEVEL}
_BATCH: Final = 40
_ERRING: Final = """
async def main():
    "use workflow"
    for source, function in [{named}]:
        try:
            await function()
        except Exception as error:
            print(source, "\\n", type(error).__name__, str(error), error.args, getattr(error, "__notes__", None))
        else:
            print(source, "\\nfine")
"""
SKIPPED: Final[dict[str, str]] = {
    **dict.fromkeys(("itertools.count", "itertools.cycle", "itertools.repeat"), "it is endless"),
    **dict.fromkeys(("count", "find", "index", "rfind", "rindex"), "of two wrong arguments, 3.13 names the other one"),
    **dict.fromkeys(
        words(
            """
            asyncio.sleep asyncio.wait asyncio.wait_for trio.sleep trio.sleep_until trio.sleep_forever
            trio.lowlevel.checkpoint trio.lowlevel.checkpoint_if_cancelled trio.lowlevel.cancel_shielded_checkpoint
            """
        ),
        "what it gives is to be awaited",
    ),
    "OSError": "which number is which error is the platform's",
    "replace": "3.13 takes `count` by its name",
    "splitlines": "3.12 takes any value for `keepends`",
    "binascii.a2b_qp": "3.12 takes any value for `header`",
    "uuid.SafeUUID": "it is an enumeration of the library's, and 3.12 takes several values",
}
"""What is left out: arguments that one Python takes and another does not are their author's error in any case."""
_VALUES: Final[dict[str, str]] = {
    '"text"': """
        capitalize casefold center count encode endswith expandtabs find index isalnum isalpha isascii isdecimal
        isdigit isidentifier islower isnumeric isprintable isspace istitle isupper join ljust lower lstrip partition
        removeprefix removesuffix replace rfind rindex rjust rpartition rsplit rstrip split splitlines startswith
        strip swapcase title translate upper zfill
        """,
    'b"bytes"': """
        capitalize center count decode endswith expandtabs find hex index isalnum isalpha isascii isdigit islower
        isspace istitle isupper join ljust lower lstrip partition removeprefix removesuffix replace rfind rindex
        rjust rpartition rsplit rstrip split splitlines startswith strip swapcase title translate upper zfill
        """,
    'bytearray(b"bytes")': "append clear copy extend insert pop remove reverse",
    "7": "as_integer_ratio bit_count bit_length conjugate from_bytes to_bytes",
    "1.5": "as_integer_ratio conjugate fromhex hex is_integer",
    "1j": "conjugate",
    "[3, 1, 2]": "append clear copy extend insert pop remove reverse sort",
    "(1, 2)": "count index",
    '{"a": 1}': "clear copy fromkeys get items keys pop popitem setdefault update values",
    "{1, 2}": """
        add clear copy difference difference_update discard intersection intersection_update isdisjoint issubset
        issuperset pop remove symmetric_difference symmetric_difference_update union update
        """,
    "frozenset((1, 2))": """
        copy difference intersection isdisjoint issubset issuperset symmetric_difference union
        """,
    "range(5)": "count index",
    "slice(1, 2)": "indices",
    'KeyError("key")': "add_note",
}
_BUILTINS: Final = """
abs all any ascii bin bool bytearray bytes callable chr complex dict divmod enumerate filter float format frozenset
getattr hasattr hex int isinstance issubclass iter len list map max min next oct ord pow range repr reversed round
set setattr slice sorted str sum tuple type zip ValueError KeyError OSError UnicodeDecodeError ExceptionGroup
StopIteration AttributeError NameError ImportError SyntaxError
"""


def texts() -> Iterator[tuple[str, str]]:
    """Yield a name and a workflow for each face, each built-in type and the built-in functions."""
    run: Any = SimpleNamespace(random=random.Random(0), id_random=random.Random(0), now_ms=0, started_ms=0)
    for module in sorted(stdlib_shims.NAMES - {"urllib"}):
        face = stdlib_shims.make(module, run)
        assert face is not None, "it is in NAMES"
        names = [name for name in sorted(members_of(face)) if f"{module}.{name}" not in SKIPPED]
        yield f"sweep of {module}", _FACE.format(module=module, names=names) + _SWEEP
    for module, loop in LOOPS.items():
        names = [name for name in sorted(members_of(loop)) if f"{module}.{name}" not in SKIPPED]
        yield f"sweep of {module}", _FACE.format(module=module, names=names) + _SWEEP
    for value, names_of_methods in _VALUES.items():
        yield f"sweep of {value}", _methods(f'("{name}", ({value}).{name})' for name in _kept(names_of_methods))
    yield from _erring(SNIPPETS)
    yield "sweep of builtins", _methods(f'("{name}", {name})' for name in _kept(_BUILTINS))


def _erring(snippets: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield workflows that run snippets one by one and print what each raises."""
    for start in range(0, len(snippets), _BATCH):
        batch = snippets[start : start + _BATCH]
        functions = [f"async def f{at}():\n{indent(snippet, '    ')}\n" for at, snippet in enumerate(batch)]
        named = ", ".join(f"({snippet!r}, f{at})" for at, snippet in enumerate(batch))
        yield f"snippets from {start}", "\n".join(functions) + _ERRING.format(named=named)


def _kept(names: str) -> list[str]:
    return [name for name in words(names) if name not in SKIPPED]


def _methods(pairs: Iterator[str] | Sequence[str]) -> str:
    return _METHODS.format(names=f"[{', '.join(pairs)}]") + _SWEEP
