# expect: stopped AccessRefused
async def f():
    yield 1


async def main():
    "use workflow"
    call = f().asend(None)
    try:
        return call.send(None)
    finally:
        await call
