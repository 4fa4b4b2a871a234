# expect: stopped
async def main():
    "use workflow"
    xs = [0] * 1_000_000
    while True:
        match xs:
            case [*_, 1]: pass
            case [0, *rest]: pass
