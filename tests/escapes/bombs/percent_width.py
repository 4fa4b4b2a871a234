# expect: stopped
async def main():
    "use workflow"
    return len("%*d" % (10**10, 1))
