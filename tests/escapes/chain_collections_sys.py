# expect: stopped AccessRefused
import collections


async def main():
    "use workflow"
    return collections._sys
