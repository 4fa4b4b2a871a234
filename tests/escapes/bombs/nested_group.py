# expect: stopped



async def main():
    "use workflow"
    x = ExceptionGroup('x', [ValueError()])
    for _ in range(60): x = ExceptionGroup('x', [x, x])
    return repr(x)
