# expect: stopped
import math


async def main():
    "use workflow"
    return math.factorial(10**7).bit_length()
