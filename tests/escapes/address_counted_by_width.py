# expect: harmless ['     <function f>', '<function f>', '     <function f>', '<func', '<function f>,        ']
def f(): pass


async def main():
    "use workflow"
    return [f"{f!r:>17}", f"{f!s:.17}", "%17r" % f, "{!s:.5}".format(f), "%(a)-22s" % {"a": (f,)[0:1]}][:4] + [
        "%-21s" % (str(f) + ",",)
    ]
