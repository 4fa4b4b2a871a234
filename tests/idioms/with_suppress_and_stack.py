from contextlib import suppress, ExitStack, closing, nullcontext, contextmanager
log = []
@contextmanager
def tag(name):
    log.append(f"<{name}>")
    try: yield name
    except KeyError: log.append("caught")
    finally: log.append(f"</{name}>")
class Thing:
    def close(self): log.append("closed")


async def main():
    "use workflow"
    with suppress(ZeroDivisionError): 1 / 0
    with ExitStack() as stack:
        names = [stack.enter_context(tag(n)) for n in "ab"]
        stack.callback(log.append, "callback")
    with tag("c"): raise KeyError
    with closing(Thing()), nullcontext(5) as five: pass
    return log, names, five
