# expect: stopped
async def main():
    "use workflow"
    while True: max(range(9_999_999))
