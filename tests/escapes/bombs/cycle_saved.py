# expect: stopped
async def main():
    "use workflow"
    from itertools import cycle
    for x in cycle(range(9_000_000)): pass
