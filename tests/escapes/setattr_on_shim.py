# expect: stopped AccessRefused
import math


async def main():
    "use workflow"
    setattr(math, 'sqrt', 1)
