# expect: stopped
async def main():
    "use workflow"
    while True: hash("a" * 1_000_000)
