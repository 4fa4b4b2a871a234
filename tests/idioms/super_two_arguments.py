class A:
    def f(self): return 'A'
class B(A):
    def f(self): return 'B' + super(B, self).f()


async def main():
    "use workflow"
    return B().f()
