# expect: harmless '<function print>'
async def main():
    "use workflow"
    n = 1
    match print:
        case n: pass
    return f"{n}"
