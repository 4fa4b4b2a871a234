# expect: stopped AccessRefused
import random


async def main():
    "use workflow"
    return random.Random(1)._randbelow
