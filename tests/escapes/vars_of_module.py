# expect: stopped AccessRefused
import math


async def main():
    "use workflow"
    return vars(math)
