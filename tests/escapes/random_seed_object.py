# expect: stopped Refused
import random


async def main():
    "use workflow"
    return random.Random(object())
