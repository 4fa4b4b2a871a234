# expect: stopped
async def main():
    "use workflow"
    t = (KeyError,)
    for _ in range(60): t = (t, t)
    try: 1/0
    except t: pass
