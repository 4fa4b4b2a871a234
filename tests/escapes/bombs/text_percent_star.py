# expect: stopped
async def main():
    "use workflow"
    return len("%*s" % (10**9, "x"))
