# expect: stopped TypeError
class A:
    def __new__(cls): return super().__new__(dict)
async def main():
    "use workflow"
    return type(A())
