# expect: stopped
async def main():
    "use workflow"
    return len(f"{1:{10**10}}")
