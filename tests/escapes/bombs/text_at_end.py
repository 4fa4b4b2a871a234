# expect: stopped
async def main():
    "use workflow"
    s = 'x' * 9_000_000
    while True: s.endswith('y'); s[::-1]
