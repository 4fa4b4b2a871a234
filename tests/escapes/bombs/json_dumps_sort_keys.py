# expect: stopped
import json
async def main():
    "use workflow"
    d = {str(i): i for i in range(200_000)}
    while True: json.dumps(d, sort_keys=True)
