# expect: refused refused-pattern
async def ag():
    yield 1
async def main():
    "use workflow"
    match ag():
        case object(ag_running=r, ag_await=w): return r
