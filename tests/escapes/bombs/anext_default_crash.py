# expect: stopped
# hole: anext(x, default) crashes CPython 3.11 to 3.13 when __anext__ raises: wrap it
class A:
    def __anext__(self): raise ValueError


async def main():
    "use workflow"
    return anext(A(), 0)
