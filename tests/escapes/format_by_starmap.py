# expect: stopped AccessRefused
from itertools import starmap
async def main():
    "use workflow"
    return list(starmap(str.format, [("{0.__globals__}", main)]))
