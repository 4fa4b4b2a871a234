# expect: stopped
async def main():
    "use workflow"
    t = ("b",) * 1_000_000
    while True: "a".startswith(t)
