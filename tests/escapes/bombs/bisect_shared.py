# expect: stopped
def make(levels):
    x = []
    for _ in range(levels): x = [x, x]
    return x
async def main():
    "use workflow"
    import bisect
    return bisect.bisect([make(60)], make(60))
