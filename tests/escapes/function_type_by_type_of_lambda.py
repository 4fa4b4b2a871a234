# expect: refused refused-attribute
async def main():
    "use workflow"
    F = type(lambda: 1)
    return F(main.__code__, {})
