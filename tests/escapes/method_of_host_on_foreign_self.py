# expect: stopped Refused
import json, logging


async def main():
    "use workflow"
    type(logging.getLogger()).setLevel(json.loads, 5)
    return "written to what all runs share"
