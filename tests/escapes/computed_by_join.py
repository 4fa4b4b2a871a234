# expect: stopped AccessRefused
def f(): pass


async def main():
    "use workflow"
    return getattr(f, "".join(["__glo", "bals__"]))
