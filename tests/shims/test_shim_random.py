from __future__ import annotations

import random as real

import pytest

import stdlib_shims
from stdlib_shims.face import members_of
from stdlib_shims.refusals import Refused, TooLarge

DRAWS = [
    ("random", ()),
    ("randint", (1, 100)),
    ("randrange", (10,)),
    ("randrange", (3, 30, 3)),
    ("choice", ("abcdef",)),
    ("choices", ("abc", [1, 2, 3])),
    ("sample", (range(100), 5)),
    ("uniform", (1, 2)),
    ("triangular", ()),
    ("gauss", (0, 1)),
    ("normalvariate", ()),
    ("lognormvariate", (0, 1)),
    ("expovariate", (2.0,)),
    ("vonmisesvariate", (1, 2)),
    ("gammavariate", (1, 2)),
    ("betavariate", (1, 2)),
    ("paretovariate", (2,)),
    ("weibullvariate", (1, 2)),
    ("getrandbits", (70,)),
    ("randbytes", (9,)),
]


@pytest.mark.parametrize(("name", "args"), DRAWS)
def test_draws_are_those_of_the_real_module_with_the_seed(face, name, args):
    expected = getattr(real.Random("seed"), name)(*args)
    assert getattr(face("random"), name)(*args) == expected
    assert getattr(face("random").Random("seed"), name)(*args) == expected


def test_draws_never_change_between_pythons(face):
    random = face("random")
    assert [random.randint(1, 1000) for _ in range(5)] == [142, 61, 243, 965, 886]
    items = list(range(8))
    random.shuffle(items)
    assert items == [4, 1, 7, 6, 0, 3, 2, 5]


def test_runs_with_one_seed_draw_alike_and_apart(make_run):
    first, second = (stdlib_shims.make("random", make_run("s")) for _ in range(2))
    other = stdlib_shims.make("random", make_run("t"))
    drawn = [first.random() for _ in range(3)]
    assert [second.random() for _ in range(3)] == drawn
    assert other.random() not in drawn


def test_seed_starts_the_runs_stream_anew(face):
    random = face("random")
    random.seed(7)
    assert random.random() == real.Random(7).random()
    assert face("random").expovariate() > 0


@pytest.mark.parametrize("seed", [None, 1.5, (1, 2), object()])
def test_seed_is_refused_when_it_would_come_from_the_machine(face, seed):
    random = face("random")
    for call in (random.seed, random.Random, random.Random(1).seed):
        with pytest.raises(Refused, match="give an int, a str or bytes"):
            call(seed)


def test_generator_takes_no_seed_from_entropy_when_none_is_given(face):
    with pytest.raises(Refused):
        face("random").Random()


@pytest.mark.parametrize(
    ("name", "args", "kwargs"),
    [
        ("choices", ("ab",), {"k": 10**9}),
        ("sample", (range(10),), {"k": 10**9}),
        ("randbytes", (10**9,), {}),
        ("getrandbits", (10**9,), {}),
    ],
)
def test_draws_are_refused_when_they_are_huge(face, name, args, kwargs):
    for source in (face("random"), face("random").Random(1)):
        with pytest.raises(TooLarge):
            getattr(source, name)(*args, **kwargs)


def test_randrange_refuses_floats_on_every_python(face):
    with pytest.raises(TypeError):
        face("random").randrange(10.0)


def test_random_offers_no_entropy(face):
    assert {"SystemRandom", "binomialvariate"}.isdisjoint(members_of(face("random")))
