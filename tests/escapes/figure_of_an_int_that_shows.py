# expect: harmless '7'
class Number(int):
    def __str__(self): return str(print)
    def __repr__(self): return repr(print)
    def __int__(self): return self
async def main():
    "use workflow"
    return f"{int(Number(7))}"
