# expect: stopped AccessRefused
from re import _compiler


async def main():
    "use workflow"
    return _compiler
