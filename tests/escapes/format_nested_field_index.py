# expect: harmless "<class 'function'>"
async def main():
    "use workflow"
    return "{0[a].__class__}".format({"a": main})
