async def main():
    "use workflow"
    d = {"a": 1}
    d.setdefault("b", []).append(2)
    d |= {"c": 3}
    popped = d.pop("a"), d.pop("z", None)
    d.update(x=9)
    return d, popped, dict.fromkeys("ab", 0), d | {"b": 1}, list(reversed(d)), d.popitem(), dict(zip("ab", [1, 2])), {} == dict()
