# expect: stopped AccessRefused
import re
async def main():
    "use workflow"
    return re.sub("a", "{0.__class__.__init__.__globals__}".format, "a")
