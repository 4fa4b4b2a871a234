# expect: stopped
import re
async def main():
    "use workflow"
    t = "a" * 100_000
    for _ in range(60_000): re.search("b", t)
