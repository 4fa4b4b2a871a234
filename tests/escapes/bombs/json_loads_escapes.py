# expect: stopped
import json
async def main():
    "use workflow"
    t = '"' + "\\u0041" * 1_000_000 + '"'
    while True: json.loads(t)
