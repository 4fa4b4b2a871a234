# expect: harmless '<function f>'
def f(): pass


async def main():
    "use workflow"
    return str.mro()[0](f) if str.mro()[0] is str else str.mro()[1](f)
