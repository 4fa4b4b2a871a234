# expect: stopped
async def main():
    "use workflow"
    import copy
    x = []
    for _ in range(200_000): x = [x]
    return copy.deepcopy(x)
