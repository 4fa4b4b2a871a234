# expect: stopped
async def main():
    "use workflow"
    from collections import ChainMap
    c = ChainMap(*[{}] * 1_000_000)
    while True: c.get(1)
