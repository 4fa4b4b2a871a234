# expect: stopped NotOffered
import json


async def main():
    "use workflow"
    return json.decoder
