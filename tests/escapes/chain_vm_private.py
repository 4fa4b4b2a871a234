# expect: stopped AccessRefused
from vm import _private


async def main():
    "use workflow"
    return 1
