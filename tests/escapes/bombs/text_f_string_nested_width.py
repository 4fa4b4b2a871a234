# expect: stopped
async def main():
    "use workflow"
    w = 10**9
    return len(f"{'x':>{w}}")
