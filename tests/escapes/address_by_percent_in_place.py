# expect: harmless '<function f>'
def f(): pass


async def main():
    "use workflow"
    d = ["%s"]
    d[0] %= f
    return d[0]
