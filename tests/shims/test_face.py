from __future__ import annotations

import pytest

import stdlib_shims
from stdlib_shims.face import Face, members_of, name_of, refusal_of
from stdlib_shims.refusals import Frozen, NotOffered


@pytest.fixture
def small() -> Face:
    return Face("box", {"lid": 1, "side": [2]}, {"hole": "it leaks; use a lid"})


def test_face_answers_its_members(small):
    assert small.lid == 1
    assert small.side == [2]
    assert repr(small) == "<face box>"


def test_face_names_its_module_and_its_members_to_the_host(small):
    assert name_of(small) == "box"
    assert members_of(small) == ("lid", "side")
    assert dir(small) == ["lid", "side"]


def test_face_refuses_every_assignment_and_deletion(small):
    for change in (
        lambda: setattr(small, "lid", 2),
        lambda: setattr(small, "new", 2),
        lambda: delattr(small, "lid"),
    ):
        with pytest.raises(Frozen, match=r"^box\.(lid|new) cannot be changed: modules are read-only"):
            change()
    assert small.lid == 1


@pytest.mark.parametrize("name", ["__dict__", "__spec__", "__weakref__", "__file__", "__loader__", "__path__"])
def test_face_has_nothing_of_a_module(small, name):
    assert not hasattr(small, name)


def test_face_tells_the_reason_when_a_name_is_refused(small):
    with pytest.raises(NotOffered) as caught:
        _ = small.hole
    assert str(caught.value) == "box.hole is not available in workflow code: it leaks; use a lid"
    assert refusal_of(small, "hole") == "it leaks; use a lid"


def test_face_says_one_fixed_text_when_nobody_decided_about_a_name(small):
    with pytest.raises(AttributeError) as caught:
        _ = small.handle
    assert str(caught.value) == (
        "box.handle is not available in workflow code: it is not among what the sandbox offers; "
        "if it needs the machine, use it inside a step"
    )
    assert refusal_of(small, "handle") is None


def test_faces_of_one_shape_share_a_class_and_no_value():
    first, second = Face("box", {"lid": 1}), Face("box", {"lid": 2})
    assert type(first) is type(second)
    assert (first.lid, second.lid) == (1, 2)


def test_make_answers_none_for_a_module_without_a_face(run):
    assert stdlib_shims.make("os", run) is None
    assert "os" not in stdlib_shims.NAMES


def test_make_shares_a_face_without_state_between_runs(make_run):
    assert stdlib_shims.make("html", make_run()) is stdlib_shims.make("html", make_run())
    assert stdlib_shims.make("random", make_run()) is not stdlib_shims.make("random", make_run())


@pytest.mark.parametrize("name", sorted(stdlib_shims.NAMES))
def test_every_name_has_a_face_that_cannot_be_changed(name, face):
    made = face(name)
    member = members_of(made)[0]
    assert name_of(made) == name
    with pytest.raises(Frozen):
        setattr(made, member, None)


@pytest.mark.parametrize("name", sorted(stdlib_shims.NAMES))
def test_no_face_offers_what_it_refuses(name, face):
    made = face(name)
    refused = [member for member in members_of(made) if refusal_of(made, member)]
    assert refused == []
