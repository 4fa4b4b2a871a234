# expect: refused refused-pattern
async def g(): pass


async def main():
    "use workflow"
    match g():
        case object(cr_await=f): return f
