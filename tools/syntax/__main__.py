"""Compare the table of syntax forms with the policy, or mend it."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from tools.syntax.table import PAGE, draw


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="mend it")
    options = parser.parse_args(argv)
    page = PAGE.read_text(encoding="utf-8") if PAGE.exists() else ""
    drawn = draw(page)
    if options.write:
        PAGE.write_text(drawn, encoding="utf-8")
        return 0
    if drawn != page:
        print(f"{PAGE} is not what the policy says: python -m tools.syntax --write")
    return int(drawn != page)


if __name__ == "__main__":
    sys.exit(main())
