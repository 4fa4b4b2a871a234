# expect: stopped
async def main():
    "use workflow"
    import copy
    xs = [[] for _ in range(100_000)]
    while True: copy.deepcopy(xs)
