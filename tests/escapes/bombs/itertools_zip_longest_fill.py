# expect: stopped
import itertools
async def main():
    "use workflow"
    return len(list(itertools.zip_longest(*[range(3)] * 1000, *[range(10**6)])))
