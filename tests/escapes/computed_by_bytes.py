# expect: stopped TypeError
def f(): pass


async def main():
    "use workflow"
    return getattr(f, b"__globals__")
