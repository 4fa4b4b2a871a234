# expect: stopped Refused
from collections import Counter


async def main():
    "use workflow"
    return Counter.copy(int)("X", (), {})
