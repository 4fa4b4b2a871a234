# expect: refused refused-attribute
import random


async def main():
    "use workflow"
    return random.choices.__func__
