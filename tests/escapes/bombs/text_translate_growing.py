# expect: stopped
async def main():
    "use workflow"
    s = 'x' * 9_000_000
    return s.translate({120: 'y' * 9_000_000})
