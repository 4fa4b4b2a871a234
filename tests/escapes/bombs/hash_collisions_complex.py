# expect: stopped
async def main():
    "use workflow"
    return len({complex(i * 1000003, -i) : 1 for i in range(50_000)})
