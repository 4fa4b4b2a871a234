# expect: stopped Refused
import re


async def main():
    "use workflow"
    return re.compile("a", 128)
