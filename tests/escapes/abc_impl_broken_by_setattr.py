# expect: stopped AccessRefused
from collections.abc import Mapping
class M(Mapping): pass


async def main():
    "use workflow"
    setattr(M, "_abc" + "_impl", None)
