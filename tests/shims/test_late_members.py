"""Faces whose members are made when they are read first."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from stdlib_shims.face import Face, Late, members_of
from stdlib_shims.refusals import Frozen, NotOffered


def make_face(asked: list[str]) -> Face:
    def make(name: str) -> Mapping[str, object]:
        asked.append(name)
        return {"first": object(), "second": object()}

    return Face("module", {"given": 1}, late=Late(("first", "second"), make))


def test_late_members_are_made_together_when_one_is_read_and_once() -> None:
    asked: list[str] = []
    face = make_face(asked)
    assert members_of(face) == ("given", "first", "second")
    assert asked == []
    assert face.second is face.second
    assert face.first is face.first
    assert asked == ["second"]


def test_face_with_late_members_offers_no_other_and_stays_frozen() -> None:
    face = make_face([])
    with pytest.raises(NotOffered):
        face.third  # noqa: B018 - reading it is what is tried
    with pytest.raises(Frozen):
        face.first = 1
    with pytest.raises(Frozen):
        del face.first
