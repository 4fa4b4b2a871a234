# expect: stopped
async def main():
    "use workflow"
    n = 3
    while True: n = n * n
