# expect: stopped
async def main():
    "use workflow"
    import bisect
    xs = [0] * 5_000_000
    while True: bisect.insort(xs, 0)
