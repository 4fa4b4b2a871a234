# expect: stopped LimitExceeded
def hold(inner):
    yield 1
    for x in inner:
        yield x
async def main():
    "use workflow"
    chain = iter(())
    for _ in range(60000):
        chain = hold(chain)
        next(chain)
    chain = None
    return 7
