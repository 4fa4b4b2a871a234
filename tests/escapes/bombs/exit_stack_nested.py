# expect: stopped
from contextlib import ExitStack
async def main():
    "use workflow"
    s = ExitStack()
    for _ in range(100_000):
        t = ExitStack(); t.push(s); s = t
    s.close()
    return "ok"
