# expect: stopped AccessRefused
async def main():
    "use workflow"
    return getattr(int, "__subclasses__")()
