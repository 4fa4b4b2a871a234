# expect: stopped
import json
async def main():
    "use workflow"
    t = " " * 5_000_000 + "1"
    while True: json.loads(t)
