# expect: refused refused-builtin
async def main():
    "use workflow"
    for x in [1]: pass
    return locals()
