# expect: stopped
async def main():
    "use workflow"
    x = "a"
    while True: (x := x + x)
