# expect: stopped NotAvailable
from collections import abc as a
from json import decoder


async def main():
    "use workflow"
    return decoder.JSONDecoder
