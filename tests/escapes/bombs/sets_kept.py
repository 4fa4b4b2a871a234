# expect: stopped
async def main():
    "use workflow"
    kept = []
    while True: kept.append({1, 2, 3, 4, 5})
