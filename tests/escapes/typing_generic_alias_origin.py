# expect: refused refused-attribute
async def main():
    "use workflow"
    return list[int].__origin__.__class__.__base__
