# expect: stopped Refused
from abc import ABC
class A(ABC): pass


async def main():
    "use workflow"
    getattr(A, 'register')(int)
