# expect: stopped AccessRefused
async def main():
    "use workflow"
    return getattr(1, ".private")
