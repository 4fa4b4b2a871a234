# expect: stopped AccessRefused
from operator import call


async def main():
    "use workflow"
    return call(type, "X", (), {})
