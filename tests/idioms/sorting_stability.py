async def main():
    "use workflow"
    rows = [("b", 1), ("a", 1), ("c", 0)]
    return sorted(rows, key=lambda r: r[1]), sorted(rows, key=lambda r: r[1], reverse=True), sorted("bAc", key=str.lower), sorted([True, 0, 0.5]), sorted({"k2": 1, "k1": 2})
