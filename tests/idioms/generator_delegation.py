def inner():
    got = yield 1
    yield got
    return "inner done"
def outer():
    result = yield from inner()
    yield result


async def main():
    "use workflow"
    g = outer()
    first = next(g)
    sent = g.send("hello")
    rest = list(g)
    def closing():
        try: yield 1
        finally: log.append("closed")
    log = []
    c = closing(); next(c); c.close()
    return first, sent, rest, log
