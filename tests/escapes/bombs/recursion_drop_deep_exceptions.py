# expect: stopped
async def main():
    "use workflow"
    e = None
    for _ in range(200_000):
        n = ValueError()
        n.__context__ = e
        e = n
    e = None
    return "ok"
