# expect: stopped
async def main():
    "use workflow"
    s = '{0}' * 100_000
    return s.format('x' * 1_000_000)
