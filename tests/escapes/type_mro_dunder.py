# expect: refused refused-attribute
async def main():
    "use workflow"
    return int.__mro__
