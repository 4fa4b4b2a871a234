"""Draws screens: `--write` those that README shows, `--all FOLDER` every one at every width, dark and light."""

from __future__ import annotations

import argparse
import os
import tempfile
from pathlib import Path
from typing import Final

from tools.screens.draw import PICTURES, SHOWN, THEMES, WIDTHS, draw, set_up

HERE: Final = Path(__file__).resolve().parent


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--all", metavar="FOLDER", type=Path)
    options = parser.parse_args()
    folder = None if options.all is None else options.all.resolve()
    with tempfile.TemporaryDirectory() as place:
        os.chdir(place)
        set_up()
        if options.write:
            for name, width in SHOWN:
                picture = next(picture for picture in PICTURES if picture.name == name)
                (HERE / f"{name}.svg").write_text(draw(picture, width, "dark"), encoding="utf-8")
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)
            for picture in PICTURES:
                for width in WIDTHS:
                    for theme in THEMES:
                        file = folder / f"{picture.name}-{width}-{theme}.svg"
                        file.write_text(draw(picture, width, theme), encoding="utf-8")
        os.chdir(HERE)


if __name__ == "__main__":
    main()
