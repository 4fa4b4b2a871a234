from types import SimpleNamespace


async def main():
    "use workflow"
    n = SimpleNamespace(a=1)
    n.b = [n.a]
    del n.a
    return repr(n), n == SimpleNamespace(b=[1]), n.b, hasattr(n, "a")
