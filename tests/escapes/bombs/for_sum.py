# expect: stopped
async def main():
    "use workflow"
    t = [1] * 1_000_000
    for _ in range(60_000): sum(t)
