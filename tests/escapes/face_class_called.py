# expect: stopped
import json


async def main():
    "use workflow"
    return type(json)("x", {"__getattribute__": print})
