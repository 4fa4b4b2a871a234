# expect: stopped
async def main():
    "use workflow"
    t = (KeyError,)
    for _ in range(100_000): t = (t, KeyError)
    try: 1/0
    except t: pass
