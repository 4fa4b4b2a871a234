# expect: stopped
async def main():
    "use workflow"
    r = range(9_000_000)
    while 0.5 not in r: pass
