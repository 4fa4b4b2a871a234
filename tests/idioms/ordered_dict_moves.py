from collections import OrderedDict


async def main():
    "use workflow"
    d = OrderedDict(a=1, b=2, c=3)
    d.move_to_end("a"); d.move_to_end("c", last=False)
    return list(d), d.popitem(last=False), d == OrderedDict([("b", 2), ("a", 1)]), d == {"a": 1, "b": 2}, list(reversed(d))
