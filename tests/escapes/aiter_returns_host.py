# expect: stopped TypeError
class A:
    def __aiter__(self): return self
    def __anext__(self): return iter([1])
async def main():
    "use workflow"
    async for x in A(): return x
