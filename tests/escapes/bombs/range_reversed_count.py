# expect: stopped
async def main():
    "use workflow"
    while True: range(10_000_000).count("x")
