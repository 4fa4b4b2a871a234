# expect: refused refused-pattern
import json


async def main():
    "use workflow"
    match 1:
        case json._name: return 1
