# expect: stopped Refused
import json


async def main():
    "use workflow"
    return json.dumps({}, cls=dict)
