# expect: stopped AccessRefused
from vm import Cancelled
class E(Cancelled): pass


async def main():
    "use workflow"
    return E
