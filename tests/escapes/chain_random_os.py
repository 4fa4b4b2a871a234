# expect: stopped AccessRefused
import random


async def main():
    "use workflow"
    return random._os
