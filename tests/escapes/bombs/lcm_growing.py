# expect: stopped
async def main():
    "use workflow"
    import math
    n, k = 1, 1
    while True:
        k += 1
        n = math.lcm(n, k)
