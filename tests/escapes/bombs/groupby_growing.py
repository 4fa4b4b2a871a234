# expect: stopped
import itertools
async def main():
    "use workflow"
    xs = [0]
    return len(list(itertools.groupby(xs, xs.append)))
