# expect: refused refused-pattern
async def main():
    "use workflow"
    x = "a"
    match 1:
        case x.format: return 1
