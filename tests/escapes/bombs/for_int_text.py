# expect: stopped
async def main():
    "use workflow"
    a = 10**4200
    for i in range(60_000): str(a); int("9" * 4000)
