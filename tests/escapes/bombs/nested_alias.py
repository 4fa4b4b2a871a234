# expect: stopped



async def main():
    "use workflow"
    x = int
    for _ in range(60): x = tuple[x, x]
    return repr(x)
