"""Texts of containers, views, iterators and functions: what they show, and in which order."""
import collections
import contextlib
import functools
import itertools
import pprint
import types


class Own:
    pass


class Quiet:
    __slots__ = ()


async def main():
    "use workflow"
    ordered = collections.OrderedDict(b=1, a=2)
    found = [ordered, collections.OrderedDict(), collections.Counter("abca"), collections.ChainMap({"a": 1}, {"b": 2}), collections.deque([1, 2], maxlen=3), collections.defaultdict(list, a=[1]), collections.namedtuple("P", "x y")(1, 2), types.SimpleNamespace(a=1, b=[2]), types.MappingProxyType({"a": 1})]
    found += [{3, 1, 2}, frozenset("hello"), {*"world"} | {"x"}, {"a": 1}.keys(), {"a": 1}.items(), {"a": 1}.values(), {"a": 1, "b": 2}.keys() & {"b", "a"}, range(3), slice(1, 2), ..., NotImplemented, None]
    found += [iter([1]), iter({}), (x for x in ()), map(len, []), zip([1]), enumerate([]), reversed([1]), filter(None, []), itertools.chain(), itertools.count(3), itertools.repeat(1, 2), functools.partial(max, 1), functools.cmp_to_key(max), lambda: 1, main, len, [].append, str.upper, dict.get, Own, Own(), Quiet(), object(), type, contextlib.nullcontext, contextlib.suppress(ValueError), property(), staticmethod(len), int, ValueError, ValueError(1, "a"), KeyError("k"), ExceptionGroup("g", [ValueError(1)])]
    nested = {"z": [1, {"b": (1, 2), "a": {3, 1}}], "a": "x" * 90, 1: None} if False else {"z": [1, {"b": (1, 2), "a": {3, 1}}], "a": "x" * 90}
    found += [pprint.pformat(nested), pprint.pformat(nested, width=20), pprint.pformat(ordered), pprint.pformat(Own())]
    return [repr(one) for one in found] + [str(one) for one in found] + [f"{one!s:.50}" for one in found]
