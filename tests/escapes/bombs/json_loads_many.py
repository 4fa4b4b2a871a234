# expect: stopped
import json
async def main():
    "use workflow"
    t = "[" + "1," * 1_000_000 + "1]"
    while True: json.loads(t)
