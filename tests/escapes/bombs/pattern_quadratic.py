# expect: stopped
async def main():
    "use workflow"
    import re
    s = 'a' * 100_000
    return re.findall('a*b', s)
