# expect: stopped
import re
async def main():
    "use workflow"
    for i in range(10**6): re.compile(f"a{i}")
