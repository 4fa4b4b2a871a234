async def main():
    "use workflow"
    a, b = {"x": 1, "y": 2}, {"y": 2, "z": 3}
    return sorted(a.keys() & b.keys()), sorted(a.keys() | b.keys()), sorted(a.items() - b.items()), a.keys() <= {"x", "y"}, a.keys() == {"y", "x"}
