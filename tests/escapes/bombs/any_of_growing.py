# expect: stopped
import itertools
async def main():
    "use workflow"
    xs = [0]
    return any(itertools.filterfalse(xs.append, xs))
