# expect: stopped
import enum


async def main():
    "use workflow"
    return enum.Enum("E", {"__del__": print, "__await__": print, "__getattribute__": print})
