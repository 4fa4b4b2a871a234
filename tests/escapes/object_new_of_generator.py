# expect: refused refused-attribute
async def main():
    "use workflow"
    return object.__new__(type(x for x in []))
