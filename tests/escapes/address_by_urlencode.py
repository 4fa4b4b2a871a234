# expect: harmless False
import urllib.parse
def f(): pass


async def main():
    "use workflow"
    return "0x" in urllib.parse.urlencode({"a": f}) + urllib.parse.urlencode([(f, [f])], doseq=True)
