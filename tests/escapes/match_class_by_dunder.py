# expect: refused refused-pattern
async def main():
    "use workflow"
    x = 1
    match 1:
        case x.__class__(): return 1
