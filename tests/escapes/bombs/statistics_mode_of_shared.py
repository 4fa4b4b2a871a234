# expect: stopped
import statistics
def make(n):
    x = ()
    for _ in range(n): x = (x, x)
    return x
async def main():
    "use workflow"
    return statistics.mode([make(60)])
