# expect: stopped
import itertools
async def main():
    "use workflow"
    xs = [0]
    return list(itertools.filterfalse(xs.append, xs))
