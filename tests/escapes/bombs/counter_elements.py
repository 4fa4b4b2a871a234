# expect: stopped
async def main():
    "use workflow"
    from collections import Counter
    return list(Counter(a=10 ** 12).elements())
