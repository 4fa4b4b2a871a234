# expect: stopped



async def main():
    "use workflow"
    return len(('{0}' * 1_000_000).format('x' * 10_000))
