# expect: stopped RuntimeError
async def main():
    "use workflow"
    raise StopIteration(main)
