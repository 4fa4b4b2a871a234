"""Styled text, and what keeps values from steering a terminal."""

from __future__ import annotations

import pytest

from vm.face.cli.text import cell_width, columns, line, lines, plain_text, safe


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain ünï 漢字", "plain ünï 漢字"),
        ("a\x1b[2Jb", "a\\x1b[2Jb"),
        ("bell\x07", "bell\\x07"),
        ("back\r", "back\\r"),
        ("\u202egnp.exe", "\\u202egnp.exe"),
        ("\ud800", "\\ud800"),
        ("tab\tnew\nline", "tab\tnew\nline"),
    ],
)
def test_safe_spells_control_characters_out(text: str, shown: str) -> None:
    assert safe(text) == shown


def test_plain_text_drops_styles_and_trailing_space() -> None:
    assert plain_text([line("a ", ("b", "bold"), "  "), *lines("c\nd", "red", indent="  ")]) == "a b\n  c\n  d\n"


@pytest.mark.parametrize(("text", "width"), [("abc", 3), ("漢字", 4), ("e\u0301", 1), ("ü", 1)])
def test_cell_width_counts_columns_of_a_terminal(text: str, width: int) -> None:
    assert cell_width(text) == width


def test_columns_align_and_cut_nothing_off() -> None:
    table = plain_text(columns(["id", "text"], [["漢字", "x" * 300], ["a", "two\nlines"]]))
    assert table == f"ID    TEXT\n漢字  {'x' * 300}\na     two\\nlines\n"


def test_columns_of_no_rows_are_the_heads() -> None:
    assert plain_text(columns(["id", "text"], [])) == "ID  TEXT\n"
