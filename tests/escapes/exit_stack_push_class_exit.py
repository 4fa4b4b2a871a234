# expect: stopped RecursionError
from contextlib import ExitStack
class A:
    def __exit__(self, *a): return True
async def main():
    "use workflow"
    def deep(): deep()
    with ExitStack() as s:
        s.push(A())
        deep()
    return "swallowed"
