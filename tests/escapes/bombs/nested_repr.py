# expect: stopped
# hole: repr of a list that doubles sixty times is not counted
async def main():
    "use workflow"
    x = []
    for _ in range(60): x = [x, x]
    return len(repr(x))
