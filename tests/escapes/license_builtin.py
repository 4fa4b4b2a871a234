# expect: refused refused-builtin
async def main():
    "use workflow"
    return license._Printer__filenames
