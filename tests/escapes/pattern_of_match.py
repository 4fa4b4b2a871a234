# expect: stopped TooLarge
import re


async def main():
    "use workflow"
    return re.match("(?:.*,.*,.*,.*)", "a,a,a,a").re.match("a" * 2_000_000)
