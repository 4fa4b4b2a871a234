# expect: stopped AccessRefused
async def main():
    "use workflow"
    name = "__glo" + "bals__"
    return f"{{0.{name}}}".format(main)
