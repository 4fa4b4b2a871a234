# expect: stopped AccessRefused
def f(): pass


async def main():
    "use workflow"
    return hasattr(f, "__globals__")
