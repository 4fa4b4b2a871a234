# expect: stopped
async def main():
    "use workflow"
    a = [0] * 3_000_000
    while a: del a[0]
