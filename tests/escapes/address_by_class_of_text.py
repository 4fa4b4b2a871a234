# expect: harmless '<function f>'
def f(): pass


async def main():
    "use workflow"
    return "".__class__(f)
