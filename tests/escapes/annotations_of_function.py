# expect: refused refused-attribute
def f(a: int): pass


async def main():
    "use workflow"
    return f.__annotations__
