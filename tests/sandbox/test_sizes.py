# ruff: noqa: E501 - a row that is a piece of source stays a row
"""What would be too large is refused before it is made; what is not is what Python makes."""

from __future__ import annotations

from contextvars import Context

import pytest

from tests.sandbox.replays import failure_of
from tests.sandbox.running import body_source, codes_of, run_plain, run_sandboxed
from vm.core.context import MAX_LOG
from vm.errors import FuelExhausted, LimitExceeded
from vm.sandbox import sizes

BOMBS = [
    "'x' * n", "n * 'x'", "[0] * n", "(0,) * n", "b'x' * n", "'xy' * (n // 2)", "bytearray(2) * n",
    "10 ** n", "10 ** 10 ** 10", "m ** m", "pow(10, n)", "1 << n", "m << m",
    "range(n)", "range(-n, n)", "range(n, 0, -1)", "list(range(0, n, 2))", "0.5 in range(n)", "[*map(range, [n])]", "(lambda f: f(n))(range)",
    "bytes(n)", "bytearray(n)", "(5).to_bytes(n, 'big')", "(5).to_bytes(length=n) if 0 else 'a'.ljust(n)",
    "'x'.ljust(n)", "'x'.rjust(n)", "'x'.center(n, '-')", "'x'.zfill(n)", "'\\t'.expandtabs(n)",
    "f'{1:{n}}'", "f'{1.5:.{n}f}'", "f'{1:{w}}'", "format(1, w)", "'{:{}}'.format(1, n)", "'{:99999999}'.format(1)", "'%99999999d' % 1", "'%*d' % (n, 1)", "'%.*f' % (n, 1.0)", "b'%99999999d' % 1",
    "s.replace('a', s)", "''.join([s] * 100)", "s.join('aaaaaaaaaaaa')",
]  # fmt: skip


@pytest.mark.parametrize("bomb", BOMBS)
def test_value_too_large_to_make_is_refused(bomb: str) -> None:
    source = body_source(f"n, m, w, s = 10 ** 9, 1 << 70, '99999999', 'a' * 999_999\nlist('a')\nreturn {bomb}")
    with pytest.raises(LimitExceeded, match="at most"):
        run_sandboxed(source)


GROWTH = {
    "text added to itself": "s += s",
    "text added": "s = s + s",
    "text in place": "s *= 2",
    "text in an f-string": "s = f'{s}{s}'",
    "replace": "s = s.replace('a', 'aaaaa')",
    "list extended by itself": "l.extend(l)",
    "list added to itself": "l += l",
    "list of itself": "l = [*l, *l]",
    "tuple of itself": "t = (*t, *t)",
    "attribute": "c.x += c.x",
    "attribute in place": "c.x *= 2",
    "item in place": "d['k'] *= 2",
    "item shifted": "d['n'] <<= d['n'].bit_length()",
    "number squared": "n = n * n",
    "number squared in place": "n **= 2",
    "number shifted": "n <<= n.bit_length()",
}


@pytest.mark.parametrize("case", GROWTH)
def test_growth_by_doubling_is_stopped(case: str) -> None:
    prelude = "class C: x = 'a'\n"
    start = "s, l, t, c, d, n = 'a', [1], (1,), C(), {'k': 'a', 'n': 3}, 3\n"
    with pytest.raises((LimitExceeded, FuelExhausted)):
        run_sandboxed(body_source(f"{start}for _ in range(60):\n    {GROWTH[case]}", prelude))


SAME = [
    "a * b", "b * a", "'ab' * a", "a * [1]", "a * 2.5", "2.5 * a", "a ** 2", "2 ** a", "a ** -1", "(-1) ** 10**9 if a else 0", "pow(a, b)", "pow(a, b, 5)", "pow(a, b, mod=7)", "a << b", "1 << a", "True << 3", "0 << 10**9",
    "a + a", "[a] + [a]", "'x' + 'x'", "[*'ab', *'cd']", "(*'ab', *'cd')",
    "list(range(a))", "list(range(a, b))", "range(1, 10, 3)[1]", "range(0)", "isinstance(range(a), range), isinstance(3, range)", "type(range(a)) is range", "repr(range)", "5 in range(a, 100)", "list(map(range, [1, 2]))",
    "bytes(a)", "bytes([1, 2])", "bytes('x', 'utf-8')", "bytearray(b'x')", "bytes(*[[1]])",
    "'x'.ljust(a) + 'x'.rjust(a, '-') + 'x'.center(9) + '7'.zfill(a)", "(5).to_bytes(a, 'big')", "'\\t'.expandtabs(a)",
    "f'{1.5:{a}.2f}'", "f'{1:>{a}}{b!r:>10}'", "format(1.25, '.1f')", "'{:>{}}|{}'.format(1, a, b)", "'%5.2f %s %(' % (1.5, 'x') if 0 else '%5.2f %s' % (1.5, 'x')", "'%*d' % (a, 1)", "b'%d' % a", "17 % a", "a % 5",
    "'abc'.replace('b', 'xyz')", "'abc'.replace('b', 'xyz', 1)", "'a,b'.replace(',', '')", "b'ab'.replace(b'a', b'xx')", "', '.join(['a', 'b'])", "', '.join(x for x in 'ab')", "','.join({'a': 1})", "b','.join((b'a', b'b'))",
    "list(zip('ab', 'cd'))", "list(enumerate('ab', 1))", "list(filter(None, [0, 1]))", "list(map(abs, filter(None, [-1, 0])))", "list(iter([1, 2, 3, 4].pop, 2))", "list(zip(map(str, [1]), enumerate('a'), strict=True))",
    "sorted(zip([2, 1], 'ab'))", "(lambda xs: xs.extend([3]) or xs)([1])",
]  # fmt: skip


@pytest.mark.parametrize("expression", SAME)
def test_ordinary_sizes_are_what_python_makes(expression: str) -> None:
    source = body_source(f"a, b = 3, 4\nreturn repr(({expression}))")
    assert run_sandboxed(source) == run_plain(source)


IN_PLACE = """
a, d, c = 3, {"k": 2, 1: [1]}, C()
alias = d[1]
a *= 2; a **= 2; a <<= 1; a %= 50; a += a; a -= 1
d["k"] *= 5; d["k"] <<= 2; d["k"] %= 7; d[1] *= 2; d[1 + 0] *= 2
c.x *= 3; c.x **= 2; c.y %= (1,); c.y += c.y
l = [1]; same = l; l *= 2; l += l
m = M(); m *= 1; m **= 1; m <<= 1; m %= 1
return a, d, alias is d[1], c.x, c.y, same is l, m.seen
"""


def test_assignment_in_place_does_what_python_does() -> None:
    prelude = (
        "class C:\n    def __init__(self): self.x, self.y = 2, '<%s>'\nclass M:\n    def __init__(self): self.seen = []\n"
        + "".join(
            f"    def __i{name}__(self, other):\n        self.seen.append('{name}')\n        return self\n"
            for name in ("mul", "pow", "lshift", "mod")
        )
    )
    source = body_source(IN_PLACE, prelude)
    assert run_sandboxed(source) == run_plain(source)


def test_operators_of_own_classes_are_not_guarded() -> None:
    prelude = "class C:\n" + "".join(
        f"    def __{name}__(self, *other): return '{name}'\n" for name in ("mul", "rmul", "pow", "lshift", "mod")
    )
    prelude += "    def replace(self, *a, **k): return a, k\n    def join(self, *a): return a\n    def ljust(self, n): return n\n"
    source = body_source(
        "c, n = C(), 10 ** 12\nreturn c * n, n * c, c ** n, c << n, c % n, c.replace(n, n, k=1), c.join([n]), c.join(), c.ljust(5)",
        prelude,
    )
    assert run_sandboxed(source) == run_plain(source)


def test_product_of_large_numbers_is_limited_by_its_bits() -> None:
    assert Context().run(sizes.multiply, 1 << 90_000, 1 << 90_000).bit_length() == 180_001
    with pytest.raises(LimitExceeded, match="200,000 bits"):
        Context().run(sizes.multiply, 1 << 150_000, 1 << 150_000)


def test_width_that_is_written_out_is_refused_before_it_runs() -> None:
    assert codes_of("async def main():\n    'use workflow'\n    return f'{1:99999999}'\n") == ["refused-width"]


@pytest.mark.parametrize(
    "wrap",
    ["filter(None, it)", "map(abs, it)", "zip(it)", "enumerate(it)", "zip([1], it)", "filter(None, enumerate(it))"],
)
def test_iterators_in_one_another_are_limited(wrap: str) -> None:
    with pytest.raises(LimitExceeded, match="100 iterators in one another"):
        run_sandboxed(body_source(f"it = iter([1])\nfor _ in range(200_000): it = {wrap}\nreturn list(it)"))


def test_log_between_two_awaits_is_limited() -> None:
    kind, text, _ = failure_of(body_source("for _ in range(100): print('x' * 100_000)"))
    assert kind == "vm//LimitExceeded"
    assert f"{MAX_LOG:,} characters of log" in text


def test_limit_can_be_caught_because_nothing_was_made() -> None:
    source = body_source("n = 10 ** 9\ntry: 'x' * n\nexcept Exception as e: return str(e)")
    assert "at most 10,000,000 items or characters" in run_sandboxed(source)
