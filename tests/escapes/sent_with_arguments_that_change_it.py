# expect: stopped
def g():
    yield 1
async def inner(): return 1
async def main():
    "use workflow"
    it = g()
    next(it)
    return it.throw(KeyboardInterrupt)
