# expect: stopped
async def main():
    "use workflow"
    t = (int,)
    for _ in range(60): t = (t, t)
    return isinstance("x", t)
