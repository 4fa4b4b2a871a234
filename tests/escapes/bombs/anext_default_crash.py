# expect: stopped
class A:
    def __anext__(self): raise ValueError


async def main():
    "use workflow"
    return await anext(A(), 0)
