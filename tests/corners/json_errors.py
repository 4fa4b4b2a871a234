"""`json` words its errors anew in 3.13, and notes where they happened in 3.14."""
import json

TEXTS = ["", "{", "[1,]", '{"a":1,}', "{'a':1}", "nul", "01", "1.", "[1 2]", '"\t"', '"\\x"', '{"a" 1}', '{"a":}', "NaN", "-", "[" * 300, '"\ud800"', "\ufeff1", "1 2", "{1: 2}"]


def attempt(function, *given, **named):
    try:
        return function(*given, **named)
    except Exception as error:
        return [type(error).__name__, str(error), getattr(error, "__notes__", None)]


async def main():
    "use workflow"
    loop = []
    loop.append({"a": loop})
    values = [{1, 2}, loop, {(1,): 2}, object, float("nan"), {"a": [1, {"b": 1j}]}, b"x", {1: 2, None: 3, True: 4, 1.5: 5}, 10**400, -0.0, 1e16, 1.1, "\u2028\ud800é", [[[]]], {}, ()]
    found = [attempt(json.loads, text) for text in TEXTS] + [attempt(json.dumps, value) for value in values]
    found += [attempt(json.dumps, {"b": 1, "a": [1, 2]}, **named) for named in ({"indent": 2}, {"indent": "\t"}, {"separators": (",", ":")}, {"sort_keys": True}, {"skipkeys": True}, {"default": str}, {"cls": None}, {"indent": 0})]
    found += [attempt(json.dumps, float("nan"), allow_nan=False), attempt(json.dumps, {"a": {1}}, default=sorted), attempt(json.dumps, {"a": [1j]}, default=lambda x: 1 / 0)]
    return [repr(one) for one in found]
