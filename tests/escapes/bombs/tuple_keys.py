# expect: stopped
async def main():
    "use workflow"
    t = tuple(range(1_000_000))
    d = {}
    while True: d.get(t)
