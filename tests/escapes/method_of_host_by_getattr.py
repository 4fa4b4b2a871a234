# expect: stopped Refused
import asyncio, json


async def main():
    "use workflow"
    return getattr(asyncio.Event, "set")(json.dumps)
