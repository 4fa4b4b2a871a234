# expect: stopped
async def main():
    "use workflow"
    return list(iter(int, 1))
