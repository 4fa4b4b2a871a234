async def main():
    "use workflow"
    return type('X', (), {})
