x: int = 1
y: int


async def main():
    "use workflow"
    z: list[int] = [x]
    w: undefined_type
    z[0]: int = 5
    return z, x
