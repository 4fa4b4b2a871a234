# expect: stopped AccessRefused
import math


async def main():
    "use workflow"
    math.sqrt = 1
