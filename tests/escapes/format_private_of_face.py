# expect: stopped AccessRefused
import json


async def main():
    "use workflow"
    return "{0._name}".format(json)
