# expect: stopped
async def main():
    "use workflow"
    import math
    return math.prod(range(1, 3_000_000))
