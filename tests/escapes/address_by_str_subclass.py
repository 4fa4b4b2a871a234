# expect: harmless '<function f>'
def f(): pass
class S(str): pass


async def main():
    "use workflow"
    return "" + S(f)
