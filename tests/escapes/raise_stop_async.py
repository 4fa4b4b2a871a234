# expect: stopped StopAsyncIteration
async def main():
    "use workflow"
    raise StopAsyncIteration
