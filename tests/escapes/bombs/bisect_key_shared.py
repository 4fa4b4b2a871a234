# expect: stopped
import bisect
async def main():
    "use workflow"
    x = y = ()
    for _ in range(60): x, y = (x, x), (y, y)
    return bisect.bisect([x], y, key=lambda v: v)
