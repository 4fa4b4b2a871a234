# expect: stopped
async def main():
    "use workflow"
    r = range(9_000_000)
    while True:
        try: r.index(0.5)
        except ValueError: pass
