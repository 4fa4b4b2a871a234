# expect: refused refused-builtin
async def main():
    "use workflow"
    return locals()
