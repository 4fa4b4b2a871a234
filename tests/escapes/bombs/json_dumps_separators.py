# expect: stopped
import json
async def main():
    "use workflow"
    return len(json.dumps([1] * 100_000, separators=("x" * 10_000, ":")))
