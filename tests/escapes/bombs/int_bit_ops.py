# expect: stopped
async def main():
    "use workflow"
    x = 2**199_000 - 1
    while True: x & x ^ x | x
