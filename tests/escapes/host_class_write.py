# expect: stopped AccessRefused
from collections import Counter


async def main():
    "use workflow"
    Counter.most_common = print
