# expect: stopped
async def main():
    "use workflow"
    a = " " * 3_000_000
    for i in range(60_000): "b" in a
