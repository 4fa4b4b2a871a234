# expect: stopped
async def main():
    "use workflow"
    xs = [1]
    while (n := len(xs)): xs = xs + [n] * n
