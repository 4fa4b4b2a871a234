# expect: stopped
async def main():
    "use workflow"
    a = "a" * 5_000_000
    xs = [0] * 50_000
    for x in xs: a.isidentifier()
