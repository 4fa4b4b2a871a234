# expect: stopped
async def main():
    "use workflow"
    a = "a" * 5_000_000; b = "a" * 5_000_000
    n = 0
    while True: n += a == b
