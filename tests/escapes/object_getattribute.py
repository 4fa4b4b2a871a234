# expect: refused refused-attribute
def f(): pass


async def main():
    "use workflow"
    return object.__getattribute__(f, "__globals__")
