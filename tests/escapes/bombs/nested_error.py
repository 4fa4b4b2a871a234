# expect: stopped



async def main():
    "use workflow"
    x = 1
    for _ in range(60): x = ValueError(x, x)
    return repr(x)
