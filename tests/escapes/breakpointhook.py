# expect: refused refused-builtin
async def main():
    "use workflow"
    breakpoint()
