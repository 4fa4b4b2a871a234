# expect: stopped Refused
import copy, json


async def main():
    "use workflow"
    return copy.copy(json)
