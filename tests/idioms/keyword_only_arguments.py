def call(a, /, b, *, c=3, **rest): return a, b, c, rest


async def main():
    "use workflow"
    said = []
    for attempt in (lambda: call(1), lambda: call(1, 2, 3)):
        try: attempt()
        except TypeError: said.append("refused")
    return call(1, 2), call(1, b=2, c=4, a=5), said
