# expect: stopped
# hole: type(face) makes faces with any members, special methods too
import json


async def main():
    "use workflow"
    return type(json)("x", {"__getattribute__": print})
