# expect: stopped
async def main():
    "use workflow"
    d = {i: i for i in range(500_000)}
    while d: d.pop(next(iter(d)))
