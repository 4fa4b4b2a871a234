# expect: stopped AccessRefused
async def main():
    "use workflow"
    return type(type)("X", (), {})
