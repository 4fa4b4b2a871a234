# expect: stopped
A = "a" * 5_000_000
for i in range(60_000): A.isidentifier()
async def main():
    "use workflow"
    return 1
