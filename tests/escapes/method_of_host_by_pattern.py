# expect: stopped Refused
from collections import Counter


async def main():
    "use workflow"
    match Counter:
        case object(copy=copy): return copy(int)
