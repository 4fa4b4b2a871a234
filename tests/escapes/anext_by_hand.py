# expect: stopped
async def g(): yield 1


async def main():
    "use workflow"
    try: next(anext(g()))
    except StopIteration as stop: return stop.value
