# expect: harmless '<function f>'
def f(): pass
class S(str):
    def __new__(cls, value): return super().__new__(cls, value)


async def main():
    "use workflow"
    return "" + S(f)
