# expect: stopped
import re
async def main():
    "use workflow"
    x = "."
    while True: x = re.escape(x)
