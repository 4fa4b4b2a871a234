# expect: stopped NotOffered
import random


async def main():
    "use workflow"
    return random.SystemRandom()
