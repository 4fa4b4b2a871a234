# expect: stopped
async def main():
    "use workflow"
    d = {}
    m = 2**61 - 1
    for i in range(60_000): d[i * m] = i
