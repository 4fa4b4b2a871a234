# expect: refused refused-builtin
async def main():
    "use workflow"
    return [n for n in dir(main) if "code" in n]
