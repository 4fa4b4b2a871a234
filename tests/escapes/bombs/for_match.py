# expect: stopped
async def main():
    "use workflow"
    xs = [0] * 1_000_000
    for _ in range(60_000):
        match xs:
            case [0, *rest]: pass
