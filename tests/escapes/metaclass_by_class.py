# expect: stopped AccessRefused
async def main():
    "use workflow"
    return int.__class__('X', (), {})
