# expect: stopped
import difflib
async def main():
    "use workflow"
    return difflib.HtmlDiff().make_file(["a"] * 10_000, ["b"] * 10_000)
