from dataclasses import dataclass
@dataclass
class Node:
    value: int
    left: "Node | None" = None
    right: "Node | None" = None
def insert(node, v):
    if node is None: return Node(v)
    if v < node.value: node.left = insert(node.left, v)
    else: node.right = insert(node.right, v)
    return node
def walk(node):
    if node:
        yield from walk(node.left)
        yield node.value
        yield from walk(node.right)


async def main():
    "use workflow"
    root = None
    for v in [5, 2, 8, 1, 9]: root = insert(root, v)
    return list(walk(root)), root.left.value
