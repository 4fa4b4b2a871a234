# expect: stopped
# hole: Enum called with names makes a class with any namespace, special methods too
import enum


async def main():
    "use workflow"
    return enum.Enum("E", {"__del__": print, "__await__": print, "__getattribute__": print})
