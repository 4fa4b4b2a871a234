# expect: stopped AccessRefused
from collections import Counter
class C:
    def go(self): return super().__class__


async def main():
    "use workflow"
    return C().go()(Counter, Counter).copy(int)
