# expect: stopped
async def main():
    "use workflow"
    s = 'x' * 9_000_000
    while 'y' not in s: pass
