# expect: stopped
async def main():
    "use workflow"
    x = 2**199_000
    while True: f"{x:_b}"
