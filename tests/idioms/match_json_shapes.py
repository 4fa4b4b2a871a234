async def main():
    "use workflow"
    def describe(x):
        match x:
            case {"type": "circle", "r": (int() | float()) as r} if r > 0: return f"circle {r}"
            case {"type": "line", "points": [[x0, y0], *rest]}: return f"line from {x0},{y0} and {len(rest)}"
            case [first, _, *_]: return f"list from {first}"
            case str() | bytes() as text if not text: return "empty"
            case "go" | "run": return "verb"
            case None | True: return "constant"
            case -1 | 2.5: return "number"
            case _: return "other"
    return [describe(x) for x in ({"type": "circle", "r": 2}, {"type": "circle", "r": 0}, {"type": "line", "points": [[1, 2], [3, 4]]}, [1, 2, 3], "", "run", None, -1, object)]
