# expect: stopped AccessRefused
import random


async def main():
    "use workflow"
    return getattr(random.choice, "__self__")
