# expect: stopped
async def main():
    "use workflow"
    xs = ["a" * 1000] * 1000
    for i in range(60_000): ",".join(xs)
