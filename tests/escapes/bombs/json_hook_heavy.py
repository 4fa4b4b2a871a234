# expect: stopped
import json
async def main():
    "use workflow"
    a = "a" * 5_000_000
    return len(json.loads("[" + ",".join(["{}"] * 60_000) + "]", object_hook=lambda d: a.isidentifier()))
