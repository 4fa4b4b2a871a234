# expect: refused refused-pattern
async def main():
    "use workflow"
    match 1:
        case int(__class__=f): return f
