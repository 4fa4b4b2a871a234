# expect: stopped TypeError
class A(str):
    def __new__(cls, x): return super().__new__(str, x)
async def main():
    "use workflow"
    return type(A("x"))
