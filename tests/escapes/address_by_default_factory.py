# expect: harmless ['<function f>']
def f(): pass


async def main():
    "use workflow"
    return [make(f) for make in (str,)]
