# expect: refused refused-attribute
from collections.abc import Mapping
class M(Mapping): pass


async def main():
    "use workflow"
    M._abc_impl = None
