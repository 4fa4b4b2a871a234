# expect: stopped
async def main():
    "use workflow"
    x = abs
    for _ in range(300_000): x = staticmethod(x)
    x = None
    while True: pass
