# expect: stopped
async def main():
    "use workflow"
    f = ('x' * 9_000_000).replace
    return f('x', 'y' * 9_000_000)
