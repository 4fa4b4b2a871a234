# expect: stopped
async def main():
    "use workflow"
    e = ValueError(1)
    while True: e.add_note("x" * 1_000_000)
