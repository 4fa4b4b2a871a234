# expect: stopped
import json
async def main():
    "use workflow"
    return len(json.dumps([[[[1] * 1000] * 10] * 10] * 10, indent="x" * 1000))
