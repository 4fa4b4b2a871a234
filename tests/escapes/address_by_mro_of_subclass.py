# expect: harmless ['<function f>']
def f(): pass
class S(str): pass


async def main():
    "use workflow"
    return ["" + kind(f) for kind in S.mro() if kind is not S and kind is not object][:1]
