# expect: stopped
import re
async def main():
    "use workflow"
    return re.compile("(?:a{1000}){1000}").match("a" * 1_000_000)
