# expect: stopped
async def main():
    "use workflow"
    x = [1]
    while True: [*x] = [*x, *x]
