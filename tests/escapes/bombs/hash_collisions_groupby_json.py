# expect: stopped
import json
async def main():
    "use workflow"
    return len(json.loads("[" + "[" * 400 + "]" * 400 + "]"))
