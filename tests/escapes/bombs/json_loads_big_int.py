# expect: stopped
import json
async def main():
    "use workflow"
    return json.loads("9" * 1_000_000)
