import operator


async def main():
    "use workflow"
    rows = [{"a": 2, "b": {"c": 1}}, {"a": 1, "b": {"c": 2}}]
    return (sorted(rows, key=operator.itemgetter("a"))[0]["a"], operator.attrgetter("real", "imag")(3), operator.methodcaller("upper")("x"), operator.add(1, 2),
            operator.contains([1], 1), operator.not_(0), list(map(operator.neg, [1, 2])), operator.itemgetter(0, -1)("abc"), operator.truth([]), operator.concat("a", "b"))
