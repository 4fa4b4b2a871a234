# expect: stopped
async def main():
    "use workflow"
    s = '\t' * 1_000_000
    return s.expandtabs(9_999)
