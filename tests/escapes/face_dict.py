# expect: stopped AccessRefused
import json


async def main():
    "use workflow"
    return json.__dict__
