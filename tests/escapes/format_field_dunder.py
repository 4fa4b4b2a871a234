# expect: harmless "<class 'int'>"
async def main():
    "use workflow"
    return "{0.__class__}".format(1)
