# expect: stopped
async def main():
    "use workflow"
    x = ()
    for _ in range(200_000): x = (x,)
    return x == x, x < x
