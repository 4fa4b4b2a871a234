# expect: refused refused-attribute
async def main():
    "use workflow"
    e = ValueError()
    e.__setstate__({"__class__": 1, "x": 2})
    return e.x
