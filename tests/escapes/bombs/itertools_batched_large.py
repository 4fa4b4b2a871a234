# expect: stopped
import itertools
async def main():
    "use workflow"
    return next(itertools.islice(itertools.count(), 10**12, None))
