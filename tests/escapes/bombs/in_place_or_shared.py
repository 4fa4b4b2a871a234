# expect: stopped
async def main():
    "use workflow"
    x = ()
    for _ in range(60): x = (x, x)
    s = set()
    s |= {x}
    return s
