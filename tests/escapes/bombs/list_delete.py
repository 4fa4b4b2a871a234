# expect: stopped
async def main():
    "use workflow"
    xs = [0] * 5_000_000
    while True:
        del xs[0]
        xs.append(1)
