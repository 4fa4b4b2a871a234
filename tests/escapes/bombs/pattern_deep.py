# expect: stopped
async def main():
    "use workflow"
    import re
    return re.compile('(' * 100_000 + ')' * 100_000)
