# expect: stopped AccessRefused
import json


async def main():
    "use workflow"
    del json.dumps
