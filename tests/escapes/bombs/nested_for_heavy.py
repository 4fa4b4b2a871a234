# expect: stopped
async def main():
    "use workflow"
    a = "a" * 5_000_000
    for i in range(60):
        for j in range(60):
            for k in range(60): a.isidentifier()
