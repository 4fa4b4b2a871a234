# expect: stopped
async def main():
    "use workflow"
    r = range(0, 10**100_0, 3)
    return r[10**900], len(range(10**6)), r.index(3 * 10**900)
