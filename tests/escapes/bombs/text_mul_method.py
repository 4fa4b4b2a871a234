# expect: stopped
async def main():
    "use workflow"
    return len("a".__mul__(10**10))
