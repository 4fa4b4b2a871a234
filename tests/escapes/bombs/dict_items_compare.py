# expect: stopped
async def main():
    "use workflow"
    d = {i: [i] for i in range(300_000)}
    e = {i: [i] for i in range(300_000)}
    while True: d.items() == e.items()
