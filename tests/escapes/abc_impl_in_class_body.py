# expect: harmless 1
from collections.abc import Mapping
class M(Mapping): _abc_impl = None


async def main():
    "use workflow"
    return 1
