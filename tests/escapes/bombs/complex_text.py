# expect: stopped
async def main():
    "use workflow"
    t = "1" * 5_000_000 + "j"
    while True: complex(t)
