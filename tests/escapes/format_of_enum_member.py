# expect: stopped AccessRefused
from enum import StrEnum
class S(StrEnum):
    A = "{0.__globals__}"
def f(): pass


async def main():
    "use workflow"
    return S.A.format(f)
