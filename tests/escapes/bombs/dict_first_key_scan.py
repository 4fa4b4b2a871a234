# expect: stopped
async def main():
    "use workflow"
    d = {i: i for i in range(1_000_000)}
    for i in range(999_000): del d[i]
    while True: next(iter(d))
