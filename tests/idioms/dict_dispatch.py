def add(a, b): return a + b
def sub(a, b): return a - b
OPERATIONS = {"+": add, "-": sub, "max": max, "round": lambda a, b: round(a, b)}


async def main():
    "use workflow"
    return [OPERATIONS[name](5, 3) for name in OPERATIONS], OPERATIONS.get("?", lambda *a: "unknown")(1, 2)
