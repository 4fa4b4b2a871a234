# expect: stopped
import json
async def main():
    "use workflow"
    a = "a" * 5_000_000
    return len(json.loads("[" + ",".join(["1"] * 60_000) + "]", parse_int=a.count))
