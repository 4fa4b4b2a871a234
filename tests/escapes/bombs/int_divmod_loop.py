# expect: stopped
async def main():
    "use workflow"
    x = 10**50_000
    y = 7**20_000
    while True: divmod(x, y)
