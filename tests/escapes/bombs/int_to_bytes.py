# expect: stopped
async def main():
    "use workflow"
    kept = []
    while True: kept.append((1).to_bytes(9_999, 'big'))
