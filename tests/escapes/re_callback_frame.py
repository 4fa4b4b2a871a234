# expect: refused refused-attribute
import re
async def main():
    "use workflow"
    seen = []
    re.sub("a", lambda m: seen.append(m.re.__class__.__init__.__globals__) or "", "a")
    return seen
