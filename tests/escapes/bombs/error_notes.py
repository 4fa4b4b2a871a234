# expect: stopped
async def main():
    "use workflow"
    e = ValueError()
    while True: e.add_note('x' * 1_000_000)
