# expect: stopped
async def main():
    "use workflow"
    f = ('x' * 9_000_000).join
    return f(['y'] * 9_000_000)
