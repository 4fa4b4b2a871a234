# expect: refused refused-attribute
def f(): pass


async def main():
    "use workflow"
    f.__code__ = 1
