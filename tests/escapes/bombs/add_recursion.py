# expect: stopped
class A:
    def __add__(self, other): return self + other
async def main():
    "use workflow"
    return A() + A()
