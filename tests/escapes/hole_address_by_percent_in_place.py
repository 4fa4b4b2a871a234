# expect: harmless '<function f>'
# hole: `d[0] %= x` has no guard where the target is no plain name
def f(): pass


async def main():
    "use workflow"
    d = ["%s"]
    d[0] %= f
    return d[0]
