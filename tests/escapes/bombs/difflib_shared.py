# expect: stopped
import difflib
async def main():
    "use workflow"
    x = y = ()
    for _ in range(60): x, y = (x, x), (y, y)
    return difflib.SequenceMatcher(None, [x], [y]).ratio()
