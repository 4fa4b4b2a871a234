# expect: stopped
async def main():
    "use workflow"
    a = "a" * 5_000_000
    for i in range(60_000):
        try: int(a)
        except ValueError: pass
