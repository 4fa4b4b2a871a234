# expect: stopped AccessRefused
async def main():
    "use workflow"
    return [*map(str.format, ["{0.__globals__}"], [main])]
