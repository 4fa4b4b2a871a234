# expect: stopped AccessRefused
async def main():
    "use workflow"
    return type(main).__dict__
