# expect: stopped AttributeError
async def main():
    "use workflow"
    return getattr(main, "\uff3f\uff3fglobals\uff3f\uff3f")
