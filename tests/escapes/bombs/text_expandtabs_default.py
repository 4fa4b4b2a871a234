# expect: stopped
async def main():
    "use workflow"
    s = '\t' * 1_200_000
    kept = []
    while True: kept.append(s.expandtabs())
