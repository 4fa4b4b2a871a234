# expect: refused refused-name
async def main():
    "use workflow"
    return __import__("os")
