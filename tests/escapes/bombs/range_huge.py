# expect: stopped
async def main():
    "use workflow"
    r = range(10 ** 7)
    while True: list(r[::-1])
