# expect: stopped
async def main():
    "use workflow"
    x = ()
    for _ in range(200000): x = (x,)
    return hash(x)
