# expect: stopped AccessRefused
async def main():
    "use workflow"
    return list(map(getattr, [main], ["__globals__"]))
