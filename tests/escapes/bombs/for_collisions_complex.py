# expect: stopped
async def main():
    "use workflow"
    d = {}
    for i in range(60_000): d[complex(i * 1000003, -i)] = i
