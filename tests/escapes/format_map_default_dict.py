# expect: stopped AccessRefused
from collections import defaultdict
async def main():
    "use workflow"
    d = defaultdict(lambda: main)
    return "{x.__globals__}".format_map(d)
