# expect: stopped
async def main():
    "use workflow"
    kept = []
    while True: kept.append('x'.center(9_999))
