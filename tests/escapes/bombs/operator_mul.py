# expect: stopped
async def main():
    "use workflow"
    from operator import mul
    x = 'x'
    while True: x = mul(x, 1000)
