# expect: stopped
async def main():
    "use workflow"
    import re
    return re.sub('(a+)', r'\1' * 1000, 'a' * 100_000)
