# expect: stopped AccessRefused
def f(): pass


async def main():
    "use workflow"
    return type("").format("{0.__globals__}", f)
