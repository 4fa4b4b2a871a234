# expect: stopped
async def main():
    "use workflow"
    from operator import concat, iadd
    x = 'x'
    while True: x = concat(x, x)
