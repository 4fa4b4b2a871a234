# expect: stopped
async def main():
    "use workflow"
    d = {i: [i] for i in range(300_000)}
    e = {i: [i] for i in range(300_000)}
    for _ in range(60_000): d.items() == e.items()
