# expect: stopped AccessRefused
from itertools import accumulate
async def main():
    "use workflow"
    return list(accumulate([main], str.format, initial="{0.__globals__}"))
