"""What people see fits their screens, wide and narrow, dark and light."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tools.screens.draw import PICTURES, SHOWN, THEMES, WIDTHS, Picture, draw, look, set_up
from vm.face.cli.text import cell_width

ROOT = Path(__file__).resolve().parents[2]
_COLOURS = re.compile("\x1b\\[[0-9;]*m")


@pytest.fixture(autouse=True, scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(tmp_path_factory.mktemp("screens"))
        set_up()
        yield


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("picture", PICTURES, ids=lambda picture: picture.name)
def test_screen_fits_its_width_and_says_what_it_is_for(picture: Picture, width: int) -> None:
    printed = _COLOURS.sub("", look(picture.command, width))
    assert max(map(cell_width, printed.splitlines())) <= width
    assert [word for word in picture.words if word not in printed] == []


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("picture", PICTURES, ids=lambda picture: picture.name)
def test_screen_is_drawn(picture: Picture, theme: str) -> None:
    drawn = {width: draw(picture, width, theme) for width in WIDTHS}
    sizes = [float(ElementTree.fromstring(text).get("viewBox").split()[2]) for text in drawn.values()]
    assert sizes[0] < sizes[1]
    assert all(picture.command[1] in text for text in drawn.values())


@pytest.mark.parametrize("name", [name for name, _ in SHOWN])
def test_readme_shows_pictures_that_are_there(name: str) -> None:
    file = ROOT / "tools" / "screens" / f"{name}.svg"
    assert ElementTree.parse(file).getroot().tag.endswith("svg")
    assert f"](tools/screens/{name}.svg)" in (ROOT / "README.md").read_text()
