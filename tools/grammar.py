"""Compare the grammar that the sandbox knows with that of the Pythons at hand.

python -m tools.grammar            this Python
python -m tools.grammar --all      3.11 to 3.14, as far as they are here
python -m tools.grammar --write    the same, and keep what they have for the tests
python -m tools.grammar --dump     print this Python's grammar as JSON

What a Python has and `vm/sandbox/grammar.py` has not is refused until somebody has examined it: this says what it is.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from tools.determinism.pythons import THIS, VERSIONS, Python, find_python, how_to_get
from vm.sandbox.grammar import find_strangers, grammar_of, read_grammar

KEPT: Final = Path(__file__).resolve().parents[1] / "tests" / "sandbox" / "grammars"

Grammar = Mapping[str, list[str]]


def compare(version: str, found: Grammar) -> Iterator[str]:
    """Yield a line for each thing that a Python's grammar has and the table has not for it, and the other way round."""
    known, strangers = grammar_of(version), find_strangers(found)
    yield from (f"{version} has {stranger}, which nobody has examined: it is refused" for stranger in strangers)
    for name in sorted(known.keys() | found.keys()):
        has, table = ([*grammar[name]] if name in grammar else None for grammar in (found, known))
        if has != table and not any(stranger.partition(".")[0] == name for stranger in strangers):
            yield f"{version} has {name} with {has}, the table says {table}"


def read_from(python: Python) -> Grammar:
    """Return the grammar of another Python."""
    if python == THIS:
        return read_grammar()
    found: Grammar = json.loads(python.run([], ["tools.grammar", "--dump"], ""))
    return found


def read_kept(version: str) -> Grammar:
    """Return the grammar that a version had when somebody looked. Raises `FileNotFoundError`."""
    found: Grammar = json.loads((KEPT / f"{version}.json").read_text(encoding="utf-8"))
    return found


def keep(version: str, found: Grammar) -> None:
    rows = ",\n".join(f"  {json.dumps(name)}: {json.dumps(fields)}" for name, fields in sorted(found.items()))
    (KEPT / f"{version}.json").write_text(f"{{\n{rows}\n}}\n", encoding="utf-8")


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--all", action="store_true", help="every version that is here")
    parser.add_argument("--write", action="store_true", help="keep what they have for the tests")
    parser.add_argument("--dump", action="store_true", help="print this Python's grammar as JSON")
    options = parser.parse_args(argv)
    if options.dump:
        print(json.dumps(read_grammar()))
        return 0
    differences = 0
    for version in VERSIONS if options.all or options.write else [THIS.version]:
        python = find_python(version)
        if python is None:
            print(how_to_get(version))
            continue
        found = read_from(python)
        lines = list(compare(version, found))
        differences += len(lines)
        print("\n".join(lines) or f"{version}: {len(found)} nodes, all known")
        if options.write:
            keep(version, found)
    return int(differences > 0)


if __name__ == "__main__":
    sys.exit(main())
