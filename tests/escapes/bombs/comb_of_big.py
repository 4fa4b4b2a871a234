# expect: stopped
async def main():
    "use workflow"
    import math
    while True: math.comb(100_000, 50_000)
