# expect: refused refused-attribute
def f(): pass


async def main():
    "use workflow"
    return f.__code__
