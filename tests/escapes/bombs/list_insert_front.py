# expect: stopped
async def main():
    "use workflow"
    a = [0] * 1_000_000
    while True: a[0:0] = [1]
