# expect: refused refused-attribute
async def main():
    "use workflow"
    e = KeyError(main)
    return e.args[0].__globals__
