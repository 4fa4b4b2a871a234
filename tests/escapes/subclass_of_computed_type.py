# expect: stopped AccessRefused
from enum import Enum
class M(type(Enum)): pass


async def main():
    "use workflow"
    return M
