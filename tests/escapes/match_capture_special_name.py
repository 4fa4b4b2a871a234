# expect: refused refused-name
async def main():
    "use workflow"
    match 1:
        case __class__: return 1
