# expect: harmless "<class 'int'>"
async def main():
    "use workflow"
    return "{0.real.__class__!r}".format(1)
