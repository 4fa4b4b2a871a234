# expect: stopped
async def main():
    "use workflow"
    xs = [()]
    for _ in range(60): xs = list(zip(xs, xs))
    return {xs[0]}
