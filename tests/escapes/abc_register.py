# expect: stopped Refused
from abc import ABC
class A(ABC): pass


async def main():
    "use workflow"
    A.register(int)
