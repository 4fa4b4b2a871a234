# expect: stopped
async def main():
    "use workflow"
    xs = list(range(1_000_000))
    n = 999_999
    while True: xs[1:n]
