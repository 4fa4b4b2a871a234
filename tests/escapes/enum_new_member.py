# expect: refused refused-attribute
import enum
class Color(enum.Enum): RED = 1


async def main():
    "use workflow"
    return Color._new_member_(type(iter([])))
