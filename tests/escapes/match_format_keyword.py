# expect: refused refused-pattern
async def main():
    "use workflow"
    match "{0.__class__}":
        case str(format=f): return f(1)
