from dataclasses import dataclass, field
@dataclass
class P:
    x: int
    y: int
class K:
    A = 'a'


async def main():
    "use workflow"
    found = []
    for thing in (0, "a", K.A + "b", [1, 2, 3], {"k": 1, "rest": 2}, P(1, 2), P(3, 4), None, 1.5, {7}, ("x", 1)):
        match thing:
            case 0 | 1: found.append("number")
            case K.A: found.append("value")
            case [first, *others]: found.append((first, others))
            case {"k": k, **rest}: found.append((k, rest))
            case P(1, y=b) as p: found.append((b, p.x))
            case P() if thing.x > 2: found.append("guard")
            case None: found.append("none")
            case float(f): found.append(f)
            case set(): found.append("set")
            case str() as s: found.append(s)
            case _: found.append("other")
    return found
