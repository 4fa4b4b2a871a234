# expect: stopped
async def main():
    "use workflow"
    s = 'f' * 400_000
    while True: int(s, 16)
