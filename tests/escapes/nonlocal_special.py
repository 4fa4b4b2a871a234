# expect: refused refused-name
def f():
    def g():
        nonlocal __class__


async def main():
    "use workflow"
    return 1
