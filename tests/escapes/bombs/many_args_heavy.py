# expect: stopped
async def main():
    "use workflow"
    xs = [0] * 1_000_000
    for i in range(60_000): print(*xs, sep="") if False else max(*xs, 1)
