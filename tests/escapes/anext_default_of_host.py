# expect: refused refused-attribute
async def main():
    "use workflow"
    async def g(): yield 1
    return anext(g(), 1).__await__()
