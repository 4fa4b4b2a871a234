memo = {}
def ways(n):
    if n in memo: return memo[n]
    memo[n] = 1 if n < 2 else ways(n - 1) + ways(n - 2)
    return memo[n]


async def main():
    "use workflow"
    return ways(30), len(memo), list(memo)[:3]
