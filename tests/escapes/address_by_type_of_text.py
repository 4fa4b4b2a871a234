# expect: harmless '<function f>'
def f(): pass


async def main():
    "use workflow"
    return type("")(f)
