# expect: stopped
async def main():
    "use workflow"
    xs = [1]
    while True: xs.extend(xs)
