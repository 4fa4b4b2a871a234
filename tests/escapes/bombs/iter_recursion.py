# expect: stopped
class A:
    def __iter__(self): return iter(list(self))
async def main():
    "use workflow"
    return list(A())
