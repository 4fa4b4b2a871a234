# expect: stopped
import json
async def main():
    "use workflow"
    x = ()
    for _ in range(60): x = (x, x)
    return json.dumps({"a": x})
