# expect: stopped
import re


async def main():
    "use workflow"
    return re.match("(a+)+$", "a" * 40 + "b")
